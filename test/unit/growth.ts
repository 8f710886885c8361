import assert from 'node:assert/strict';

/** Milliseconds of processor a piece of work has to take before its time says anything. */
const ENOUGH = 2;
/** The smaller input is never larger than this: what is so quick at this size is quick enough. */
const LARGEST = 500_000;
/**
 * How many times as much input is tried, and how many times as long it may take: in proportion would be as many, quadratic their square.
 * The second is tried after the first was failed: the memory that is in use makes work a few times slower from some size on, but once.
 */
const STEPS = [
  { more: 8, most: 16, attempts: 6 },
  { more: 4, most: 8, attempts: 3 },
];

/**
 * Asserts that work takes time in proportion to the size of its input. It measures the time of the processor, not of the clock, so that
 * what else the machine does matters little, and begins with an input that takes a few milliseconds, so that quadratic work stands out
 * however small its share is and is found soon.
 * @param inputOf an input of about so many characters or members
 */
export function assertLinear<Input>(
  title: string,
  inputOf: (size: number) => Input,
  work: (input: Input) => unknown,
): void {
  let size = 500;
  while (size < LARGEST && timeOf(inputOf(size), work, 2) < ENOUGH) size *= 2;
  const seen: string[] = [];
  for (const { more, most, attempts } of STEPS) {
    const [one, larger] = [inputOf(size), inputOf(size * more)];
    let [once, longer] = [Infinity, Infinity];
    for (let attempt = 0; attempt < attempts; attempt++) {
      // First the larger: then both have been compiled.
      longer = Math.min(longer, timeOf(larger, work, 1));
      once = Math.min(once, timeOf(one, work, 2));
      if (longer < most * Math.max(once, ENOUGH / 4)) return;
    }
    seen.push(`${once.toFixed(1)} ms for ${size}, ${longer.toFixed(1)} ms for ${more} times as much`);
    size *= more;
  }
  assert.fail(`${title}: ${seen.join('; ')}`);
}

/** The same for a text that is a unit repeated, between others. */
export function assertLinearIn(
  unit: string,
  work: (text: string) => unknown,
  { before = '', after = '' }: { readonly before?: string; readonly after?: string } = {},
): void {
  const textOf = (size: number): string => before + unit.repeat(Math.ceil(size / unit.length)) + after;
  assertLinear(JSON.stringify(`${before}${unit}…${after}`), textOf, work);
}

/** The least milliseconds of processor in so many tries. */
function timeOf<Input>(input: Input, work: (input: Input) => unknown, tries: number): number {
  let least = Infinity;
  for (let attempt = 0; attempt < tries; attempt++) {
    const before = process.cpuUsage();
    work(input);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
