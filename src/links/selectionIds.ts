import type { TextEditor } from 'vscode';
import type { OpenArgument } from '../ids/openArgument';
import { resolveIds, toOpenArgument } from '../ids/resolve';
import { fileName, linesOf } from './documentIds';

/**
 * The traces an editor's user points at: IDs in the selections, else under the cursors, else on their lines. Several are the caller's
 * to let the user pick from; none means that there is no ID.
 */
export function idsAtSelections({ document, selections }: TextEditor): OpenArgument[] {
  return resolveIds(linesOf(document), selections).map((found) =>
    toOpenArgument(found, found.around, { file: fileName(document), service: found.service }),
  );
}
