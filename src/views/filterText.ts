import type { Expected, FilterProblem } from '../filter/problem';
import type { Localize } from './localize';

/** A problem of a filter expression in one sentence, with its place: `Character 12: “AND” cannot stand here. Expected: a keyword, ( or !` */
export function problemText(problem: FilterProblem, t: Localize): string {
  const sentence = t('Character {0}: {1}', problem.start + 1, whatIsWrong(problem, t));
  const expected = isTold(problem) ? '' : expectedText(problem.expected, t);
  return expected === '' ? sentence : `${sentence} ${expected}`;
}

/** Whether the sentence says already what is expected: most warnings name it. */
function isTold({ severity, code }: FilterProblem): boolean {
  return severity === 'warning' && !['notCompared', 'unknownIdField', 'unknownRootCause'].includes(code);
}

/** `Expected: a keyword, ( or !`; '' when nothing is known. */
function expectedText(expected: readonly Expected[], t: Localize): string {
  const words = expected.map((one) => expectedWord(one, t));
  const last = words.at(-1);
  if (last === undefined) return '';
  return words.length === 1 ? t('Expected: {0}', last) : t('Expected: {0} or {1}', words.slice(0, -1).join(', '), last);
}

function expectedWord(expected: Expected, t: Localize): string {
  switch (expected) {
    case 'keyword':
      return t('a keyword such as fault or http.url');
    case 'text':
      return t('text in double quotes');
    case 'number':
      return t('a number');
    case 'truth':
      return t('true or false');
    case 'key':
      return t('the key of an annotation');
    case 'service':
      return t('the name of a service in double quotes, or id(…)');
    case 'json':
      return t('JSON such as #[{ "Services": [{ "Name": "orders" }] }]');
    case 'end':
      return t('the end');
    default:
      return expected;
  }
}

function whatIsWrong({ code, params }: FilterProblem, t: Localize): string {
  const text = (name: string): string => params[name] ?? '';
  switch (code) {
    case 'unexpected':
      return t('“{0}” cannot stand here.', text('found'));
    case 'unfinished':
      return text('opened')
        ? t('Something is missing; “{0}” is still open.', text('opened'))
        : t('Something is missing.');
    case 'unclosedText':
      return t('The text has no closing quote.');
    case 'singleQuotes':
      return t('Text stands in double quotes, not in single ones.');
    case 'wrongOperator':
      return t('{0} cannot be compared with {1}.', text('keyword'), text('operator'));
    case 'wrongValue':
      return t('{0} cannot be compared with {1}.', text('keyword'), text('found'));
    case 'notANumber':
      return ['duration', 'responsetime'].includes(text('keyword'))
        ? t('“{0}” is no number. Times are in seconds, without a unit.', text('found'))
        : t('“{0}” is no number.', text('found'));
    case 'otherLanguage':
      return t('X-Ray does not know “{0}”.', text('found'));
    case 'invalidJson':
      return t('This is no valid JSON.');
    case 'tooDeep':
      return t('This is nested too deeply.');
    case 'unknownKeyword':
      return text('near')
        ? t('X-Ray’s guide does not know {0}. Did you mean {1}?', text('keyword'), text('near'))
        : t('X-Ray’s guide does not know {0}.', text('keyword'));
    case 'alias':
      return t('X-Ray’s guide calls {0} {1}.', text('keyword'), text('use'));
    case 'unquotedText':
      return t('Text stands in double quotes: {0}', text('found'));
    case 'escape':
      return t('Whether X-Ray reads a backslash as an escape is not documented.');
    case 'notWord':
      return t('X-Ray’s guide writes ! for “not”.');
    case 'doubleNegation':
      return t('Two ! take each other back.');
    case 'dottedAnnotation':
      return t('A key with dots stands in brackets: {0}', text('keyword'));
    case 'annotationInside':
      return t('X-Ray’s guide does not allow annotations in the braces of {0}.', text('inside'));
    case 'quotedKey':
      return t('Keys stand in brackets without quotes: {0}', text('keyword'));
    case 'quotedTruth':
      return t('true and false need no quotes.');
    case 'misplacedKeyword':
      return t('{0} means something only in the braces of {1}.', text('keyword'), text('inside'));
    case 'notCompared':
      return t('{0} is compared with nothing.', text('keyword'));
    case 'emptyFilter':
      return t('The braces are empty; without them it means the same.');
    case 'filterMissing':
      return t('{0} is followed by braces with what to look for.', text('keyword'));
    case 'idAlone':
      return t('id(…) stands in service(…) or edge(…).');
    case 'unknownIdField':
      return t('“{0}” is no part of id(…), or there twice.', text('keyword'));
    case 'unknownRootCause':
      return t('X-Ray’s guide does not know {0}.', text('keyword'));
    case 'tooLong':
      return t('X-Ray may refuse expressions of more than 2,000 characters.');
  }
}
