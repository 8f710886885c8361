/** What VS Code makes a link of in notifications and input boxes is `[text](target)`, an icon `$(name)`. */
const MARKUP = /(?<=[\]$])\(/g;
/** Control characters, and the ones that turn the direction of what follows: a sentence could be made to read as another. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g;

/**
 * Text for `window.show…Message`, input boxes and quick picks in which words of others (a service, a proxy, a file, an argument) stay words:
 * VS Code would turn `[text](command:…)` into a link that runs. To be used on the finished sentence: a link may be put together of its parts.
 */
export function plainText(text: string): string {
  return text.replace(CONTROLS, ' ').replace(MARKUP, '\u200b(');
}
