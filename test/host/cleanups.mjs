import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run leaves behind unless it is undone: processes, folders. Undone once, in the opposite order. */
export class Cleanups {
  /** @type {(() => unknown)[]} */
  #steps = [];
  #isEnding = false;

  /** The process was told to end: what stops now stops for that reason. */
  get isEnding() {
    return this.#isEnding;
  }

  /** @param {() => unknown} step may return a promise */
  add(step) {
    this.#steps.push(step);
  }

  /**
   * A folder of this run, removed with it.
   * @param {string} prefix of its name
   * @returns {string} absolute
   */
  temporaryFolder(prefix) {
    const folder = mkdtempSync(join(tmpdir(), prefix));
    this.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
    return folder;
  }

  /** Undoes everything, also after a step failed; then throws the first failure. */
  async run() {
    const failures = [];
    for (let step = this.#steps.pop(); step; step = this.#steps.pop())
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw failures[0];
  }

  /**
   * Undoes everything when the process is told to end, then ends it.
   * @param {(signal: string) => void} [onEnd] told once, before anything is undone
   */
  runOnSignals(onEnd) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => {
        if (this.#isEnding) return;
        this.#isEnding = true;
        onEnd?.(signal);
        this.run().then(
          () => process.exit(signal === 'SIGINT' ? 0 : 1),
          (/** @type {unknown} */ error) => {
            console.error(error);
            process.exit(1);
          },
        );
      });
  }
}
