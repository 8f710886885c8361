/** How much of a line is read on each side of an ID. */
const BESIDE = 4096;
/** Keys that name the writer of a record: Powertools, OpenTelemetry, Lambda's JSON logs, logfmt. */
const SERVICE =
  /(?<![\w.])["'\\]{0,2}(?:service(?:[._]?name)?|function_?name)["'\\]{0,2}\s{0,4}[:=]\s{0,4}["'\\]{0,2}([a-z0-9][\w./-]{0,63})/i;

/** The service a log record says it is of, by the record's own key. @param start,end where the ID stands in the line */
export function serviceOf(line: string, start: number, end: number): string | undefined {
  const text = line.length > 4 * BESIDE ? line.slice(Math.max(0, start - BESIDE), end + BESIDE) : line;
  return SERVICE.exec(text)?.[1];
}
