import type { Connection } from '../traces/source';
import { explain } from '../views/explain';
import type { Localize } from '../views/localize';
import { plainText } from '../views/plainText';
import type { ElsewhereResult, PlaceOutcome } from './findElsewhere';

/** A place in words: `prod · eu-west-1`. */
export function placeText({ profile, region }: Connection, t: Localize): string {
  return plainText(`${profile || t('default credentials')} · ${region}`);
}

/** The icon and the words for what came of a place. */
export function outcomeText(place: Connection, outcome: PlaceOutcome, t: Localize): { icon: string; text: string } {
  switch (outcome.kind) {
    case 'found':
      return { icon: 'check', text: t('here it is') };
    case 'notThere':
      return { icon: 'dash', text: t('not in X-Ray’s index') };
    case 'skipped':
      return { icon: 'debug-step-over', text: t('skipped: {0}', skipText(outcome.error.params['how'], t)) };
    case 'failed':
      return { icon: 'warning', text: plainText(explain(outcome.error, place, t).title) };
    case 'notAsked':
      return { icon: 'circle-outline', text: t('not asked') };
  }
}

function skipText(how: unknown, t: Localize): string {
  switch (how) {
    case 'mfa':
      return t('it would ask for a one-time code');
    case 'signIn':
      return t('it would have to be signed in');
    case 'process':
      return t('it would run a program');
    default:
      return t('it would run a program in a workspace that is not trusted');
  }
}

/** How a look elsewhere ended, in one sentence. */
export function resultText({ found, looked }: ElsewhereResult<Connection>, t: Localize): string {
  const count = (kind: PlaceOutcome['kind']): number => looked.filter(({ outcome }) => outcome.kind === kind).length;
  const named = (kind: 'skipped' | 'failed'): string =>
    [
      ...new Set(
        looked
          .filter(({ outcome }) => outcome.kind === kind)
          .map(({ place }) => (kind === 'failed' ? placeText(place, t) : place.profile || t('default credentials'))),
      ),
    ].join(', ');
  const asked = count('found') + count('notThere');
  return plainText(
    [
      found ? t('Found in {0}.', placeText(found, t)) : t('Not found elsewhere.'),
      t('Asked {0} of {1} places.', asked, looked.length),
      count('skipped') > 0 ? t('Skipped, as they would have asked you: {0}.', named('skipped')) : '',
      count('failed') > 0 ? t('Could not be asked: {0}.', named('failed')) : '',
      count('notAsked') > 0 && !found ? t('Cancelled before the rest.') : '',
    ]
      .filter(Boolean)
      .join(' '),
  );
}
