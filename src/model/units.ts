/** Units are part of the type's name; the values are plain numbers. */

/** Seconds, fraction allowed, as X-Ray writes durations. */
export type Seconds = number;
/** Seconds since 1970-01-01 UTC, fraction allowed, as X-Ray writes times. A double holds these to about 0.2 µs. */
export type EpochSeconds = number;
/** Milliseconds, fraction allowed: the unit of the model. */
export type Milliseconds = number;
/** Milliseconds since 1970-01-01 UTC, fraction allowed. */
export type EpochMilliseconds = number;
/** Index of a span in one built trace. Lives inside that build only; what outlives it is keyed by the span's hex id. */
export type SpanIndex = number;
/** Index into `SpanColumns.strings`; 0 is always the empty string. */
export type StringIndex = number;
