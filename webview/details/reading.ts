import type { SpanDetails } from '../../src/model/details';

/** How a span's details are read: with its masked values revealed or not, with long ones cut or whole. */
export interface Reading {
  readonly isRevealed: boolean;
  readonly setRevealed: (isRevealed: boolean) => void;
  readonly isWhole: boolean;
  /** Asks for everything that was cut. */
  readonly showWhole: () => void;
  /** The same details with nothing cut, to copy from; secrets stay as they are shown. */
  readonly fetchWhole: () => Promise<SpanDetails>;
}

/** The lists of facts among the details. */
export type FactListName = 'overview' | 'resources' | 'annotations' | 'sql' | 'http';
