/** The same function, whose calls wait for those before them to end, however they end. */
export function oneByOne<Values extends unknown[], Result>(
  act: (...values: Values) => Promise<Result>,
): (...values: Values) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (...values) => {
    const next = last.then(() => act(...values));
    last = next.catch(() => undefined); // whoever asked is told
    return next;
  };
}
