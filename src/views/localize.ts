/** `l10n.t`, handed in so that sentences can be made and tested outside VS Code. `{0}` marks a place to fill. */
export type Localize = (message: string, ...values: (string | number)[]) => string;
