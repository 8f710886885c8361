import { hoverAt } from '../filter/hover';
import { parseFilter } from '../filter/parse';
import { helpOf } from './filterHelp';
import { problemText } from './filterText';
import type { Localize } from './localize';

/** What is to be said about an expression while it is typed: `''` where nothing is. */
export interface FilterExplanation {
  readonly text: string;
  /** Offset it was asked at. */
  readonly at: number;
  readonly severity: 'error' | 'warning' | 'none';
  /** Offsets of what is wrong; the first error, else the first warning. */
  readonly start: number;
  readonly end: number;
  readonly problem: string;
  /** What stands at the offset, and an example of it. */
  readonly help: string;
  readonly example: string;
}

/** The first problem of an expression in a sentence, and help on what stands at an offset. */
export function explainFilter(text: string, at: number, t: Localize): FilterExplanation {
  const { problems } = parseFilter(text);
  const problem = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  const topic = hoverAt(text, at)?.topic;
  const help = topic && helpOf(topic, t);
  return {
    text,
    at,
    severity: problem?.severity ?? 'none',
    start: problem?.start ?? 0,
    end: problem?.end ?? 0,
    problem: problem ? problemText(problem, t) : '',
    help: help?.text ?? '',
    example: help?.example ?? '',
  };
}
