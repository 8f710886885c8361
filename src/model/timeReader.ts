/** 2000-01-01 to 2100-01-01: where the clock of anything that is traced may stand. */
const PLAUSIBLE_FROM = 946_684_800;
const PLAUSIBLE_TO = 4_102_444_800;
const NUMERIC = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const NANOS = /^\d{18,19}$/;
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/**
 * Reads times of documents as nanoseconds since one whole second, the base, fixed by the first time met: so a double holds every
 * time of a trace exactly, to the microsecond of segment documents and the nanosecond of span records.
 * After each call `repaired`, `wrongType` and `implausible` tell about that value.
 */
export class TimeReader {
  /** Whole epoch second all results are relative to; NaN before the first time. */
  base = Number.NaN;
  repaired = false;
  wrongType = false;
  /** The time lies outside 2000…2100. Such times count only in a trace that has no others (`rows.dropImplausible`). */
  implausible = false;
  anyPlausible = false;
  anyImplausible = false;

  /** A time of a segment document, in seconds. @returns nanoseconds since `base`; NaN when missing, zero, negative or no time at all */
  seconds(value: unknown): number {
    this.repaired = this.wrongType = this.implausible = false;
    if (typeof value === 'number' && value > 0 && value < 1e11) {
      const second = Math.floor(value);
      return this.place(second, Math.round((value - second) * 1e6) * 1e3);
    }
    return this.odd(value, false);
  }

  /** A time of a span record or OTLP span, in nanoseconds: a number, or digits in a string. @returns as `seconds` */
  nanos(value: unknown): number {
    this.repaired = this.wrongType = this.implausible = false;
    if (typeof value === 'number' && value >= 1e17 && value < 1e20) {
      // Both products and differences of these magnitudes are exact: the value is a multiple of 256, second × 10⁹ one of 512.
      const second = Math.floor(value / 1e9);
      return this.place(second, value - second * 1e9);
    }
    if (typeof value === 'string' && NANOS.test(value)) {
      return this.place(Number(value.slice(0, -9)), Number(value.slice(-9)));
    }
    return this.odd(value, true);
  }

  /** Numeric text, ISO text, and numbers in another unit than the format says; the unit is read from the magnitude. */
  private odd(value: unknown, expectNanos: boolean): number {
    if (value === undefined || value === null) return Number.NaN;
    let time = Number.NaN;
    if (typeof value === 'number') time = value;
    else if (typeof value === 'string' && NUMERIC.test(value)) time = Number(value);
    else if (typeof value === 'string' && ISO.test(value)) time = Date.parse(value) / 1000;
    else this.wrongType = true;
    if (!(time > 0 && time < 1e20)) return Number.NaN;
    this.repaired = !expectNanos || time < 1e17;
    const perSecond = time < 1e11 ? 1 : time < 1e14 ? 1e3 : time < 1e17 ? 1e6 : 1e9;
    const second = Math.floor(time / perSecond);
    const digits = perSecond === 1 ? 1e6 : perSecond; // seconds carry microseconds at best
    return this.place(second, Math.round(((time - second * perSecond) / perSecond) * digits) * (1e9 / digits));
  }

  private place(second: number, nanos: number): number {
    if (second >= PLAUSIBLE_FROM && second < PLAUSIBLE_TO) {
      // Implausible times met before are dropped in the end, so the base may still move.
      if (!this.anyPlausible) this.base = second;
      this.anyPlausible = true;
    } else {
      if (Number.isNaN(this.base)) this.base = second;
      this.implausible = this.anyImplausible = true;
    }
    return (second - this.base) * 1e9 + nanos;
  }
}
