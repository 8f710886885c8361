import { watch, type FSWatcher } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Milliseconds } from '../model/units';

/** Writing a file takes several events; editors write another one and rename it. */
const SETTLE: Milliseconds = 100;

/**
 * Watches files and folders (their entries) anywhere: also where they do not exist yet, are replaced by a rename, or are links to
 * elsewhere. VS Code's own watcher sees neither what a link leads to, nor a folder that comes later.
 */
export class FileWatch {
  private readonly watchers = new Map<string, FSWatcher>();
  private timer: NodeJS.Timeout | undefined;
  private state: string | undefined;
  private checking: Promise<void> | undefined;
  private isCheckedAgain = false;
  private isDisposed = false;

  /** @param changed called when what the paths hold is other than before, not for the state they have at first */
  constructor(
    private readonly paths: readonly string[],
    private readonly changed: () => void,
  ) {
    void this.check();
  }

  /** Looks now, for where no event may have come: another computer's disk. Resolves when it has looked. Never rejects. */
  check(): Promise<void> {
    if (this.checking) this.isCheckedAgain = true;
    else {
      this.checking = this.look().finally(() => {
        this.checking = undefined;
        if (!this.isCheckedAgain) return;
        this.isCheckedAgain = false;
        void this.check();
      });
    }
    return this.checking;
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private async look(): Promise<void> {
    // First the watchers: what happens after the look is an event.
    this.arm(new Set((await Promise.all(this.paths.map(foldersOf))).flat()));
    const state = (await Promise.all(this.paths.map(stateOf))).join('\n');
    const before = this.state;
    this.state = state;
    if (!this.isDisposed && before !== undefined && before !== state) this.changed();
  }

  private arm(folders: ReadonlySet<string>): void {
    for (const [folder, watcher] of this.watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.watchers.delete(folder);
    }
    for (const folder of folders) {
      if (this.isDisposed || this.watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, () => this.soon());
        watcher.on('error', () => {
          watcher.close(); // the folder is gone: its parent is watched next
          this.watchers.delete(folder);
          this.soon();
        });
        this.watchers.set(folder, watcher);
      } catch {
        this.watchers.delete(folder); // no watchers left, or gone in this moment: `check` still looks
      }
    }
  }

  private soon(): void {
    if (this.isDisposed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), SETTLE);
    this.timer.unref();
  }
}

/** Where a change of the path would show: its folder or the nearest that exists, where a link leads, and itself if it is a folder. */
async function foldersOf(path: string): Promise<string[]> {
  const folders = [await nearest(dirname(path))];
  try {
    const real = await realpath(path);
    folders.push((await stat(real)).isDirectory() ? real : dirname(real));
  } catch {
    // It does not exist: the nearest folder tells when it comes.
  }
  return folders;
}

async function nearest(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    try {
      if ((await stat(at)).isDirectory()) return at;
    } catch {
      // Its parent, then.
    }
    if (at === dirname(at)) return at;
  }
}

/** A text that is another one after each change. */
async function stateOf(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return `${found.ino} ${found.size} ${found.mtimeMs}`;
    const names = (await readdir(path)).toSorted();
    return (await Promise.all(names.map(async (name) => `${name} ${await stateOfEntry(join(path, name))}`))).join();
  } catch {
    return 'none';
  }
}

async function stateOfEntry(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return 'none';
  }
}
