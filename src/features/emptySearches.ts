import type { Disposable } from '../traces/emitter';
import type { HeldSearch } from '../traces/search';
import type { Searches } from '../traces/searches';
import type { SearchNodeOf } from '../views/searchNodes';
import { isEmpty } from '../views/searchNotes';

/** What there is to say of a search that found nothing, and the step it offers. */
export type EmptyNote = SearchNodeOf<'searchNote'>;

export interface EmptySearchesParts {
  readonly searches: Pick<Searches, 'onDidChange' | 'peek'>;
  /** Why a search found nothing, most likely first, once all is known that can be asked for. Rejects never. */
  readonly notesOf: (held: HeldSearch) => Promise<readonly EmptyNote[]>;
  /** Whether the user sees the search's rows, or its page, which say the same. */
  readonly isSeen: (id: string) => boolean;
  /** Says it. Waits for nobody. */
  readonly say: (note: EmptyNote) => void;
}

/** Says why a search found nothing where nobody looks at it: once for each search, with the likeliest cause. */
export class EmptySearches implements Disposable {
  private readonly subscription: Disposable;
  /** Searches that found nothing, whether or not anything had to be said of them. */
  private readonly done = new Set<string>();

  constructor(private readonly parts: EmptySearchesParts) {
    this.subscription = parts.searches.onDidChange((id) => void this.follow(id)); // rejects never
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async follow(id: string): Promise<void> {
    const { searches, notesOf, isSeen, say } = this.parts;
    const held = searches.peek(id);
    if (!held) this.done.delete(id);
    if (!held || !isEmpty(held) || this.done.has(id)) return;
    this.done.add(id);
    if (isSeen(id)) return;
    const [note] = await notesOf(held);
    const now = searches.peek(id);
    if (note && now && isEmpty(now) && !isSeen(id)) say(note);
  }
}
