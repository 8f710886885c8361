import type { Placed } from './expression';

/**
 * What may stand at a place: syntax as it is written (`AND`, `)`, `CONTAINS`, `name:`), or a class of things: `keyword`, `operator`,
 * `text` (in double quotes), `number` (durations in seconds), `truth` (`true` or `false`), `key` (of an annotation), `service` (text or `id(…)`),
 * `json`, `end` (nothing more).
 */
export type Expected = string;

/** Why X-Ray will refuse the expression. */
export type ErrorCode =
  /** `found` cannot stand here. */
  | 'unexpected'
  /** The text ends where something must follow; `opened` is what waits for its other half. */
  | 'unfinished'
  | 'unclosedText'
  /** `'orders'`: text stands in double quotes. */
  | 'singleQuotes'
  /** `keyword` cannot be compared with `operator`. */
  | 'wrongOperator'
  /** `keyword` cannot be compared with `found`. */
  | 'wrongValue'
  /** `500ms`: `found` is no number; times are in seconds. */
  | 'notANumber'
  /** `&&`: `found` is how other languages write it. */
  | 'otherLanguage'
  | 'invalidJson'
  | 'tooDeep';

/** What X-Ray may refuse: not documented, yet seen or plausible. */
export type WarningCode =
  /** `near` is the keyword it may have been meant to be, or ''. */
  | 'unknownKeyword'
  /** `keyword` is another name of `use`. */
  | 'alias'
  | 'unquotedText'
  | 'escape'
  | 'notWord'
  | 'doubleNegation'
  /** `annotation.a.b`: the guide wants `annotation[a.b]`. */
  | 'dottedAnnotation'
  | 'annotationInside'
  | 'quotedKey'
  | 'quotedTruth'
  /** `keyword` means something only in the braces of `inside`. */
  | 'misplacedKeyword'
  /** A number without comparison: `keyword`. */
  | 'notCompared'
  | 'emptyFilter'
  | 'filterMissing'
  | 'idAlone'
  | 'unknownIdField'
  | 'unknownRootCause'
  | 'tooLong';

export interface FilterProblem extends Placed {
  readonly severity: 'error' | 'warning';
  readonly code: ErrorCode | WarningCode;
  /** Parts of the text for the sentence: `found`, `keyword`, `operator`, `near`, `use`, `opened`, `inside`. */
  readonly params: Readonly<Record<string, string>>;
  /** What may stand there, most useful first; empty where that says nothing. */
  readonly expected: readonly Expected[];
}
