import type { VNode } from 'preact';
import type { Status } from '../../src/model/trace';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';
import { statusWord } from '../rowFacts';
import { StatusMark } from './statusMark';

/** The status of a span, with its word: its own, or one inherited from below. */
export function StatusShape({
  status,
  isInherited = false,
}: {
  readonly status: Status;
  readonly isInherited?: boolean;
}): VNode {
  const { strings } = usePage();
  const word = statusWord(status, strings);
  const label = isInherited ? fill(strings.statusBelow, word) : word;
  return <StatusMark status={status} label={label} isInherited={isInherited} />;
}
