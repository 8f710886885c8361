/** As much of VS Code's clipboard as reading a selection takes. It holds text: an image in it reads as ''. */
export interface Clipboard {
  readText(): PromiseLike<string>;
  writeText(text: string): PromiseLike<void>;
}

/**
 * Reads a selection that can only be copied, and puts the clipboard's text back. Whether anything was copied shows by a marker
 * put there before. An empty clipboard gets none and nothing put back: it may hold an image, which only a copy replaces.
 * @param marker a text that nobody has in a clipboard
 * @returns undefined when `copy` copied nothing
 */
export async function readByCopy(
  clipboard: Clipboard,
  copy: () => PromiseLike<unknown>,
  marker: string,
): Promise<string | undefined> {
  const before = await clipboard.readText();
  if (before === '') {
    await copy();
    return (await clipboard.readText()) || undefined;
  }
  await clipboard.writeText(marker);
  try {
    await copy();
    const copied = await clipboard.readText();
    return copied === marker || copied === '' ? undefined : copied;
  } finally {
    await clipboard.writeText(before);
  }
}
