import { Range, Uri, window } from 'vscode';

/** Opens a file of this computer. @param line from 1; 0 for the file as a whole */
export async function openFileAt(file: string, line: number): Promise<void> {
  const at = Math.max(0, line - 1);
  await window.showTextDocument(Uri.file(file), { selection: new Range(at, 0, at, 0), preview: true });
}
