import {
  EventEmitter,
  FileChangeType,
  FileSystemError,
  FileType,
  workspace,
  type Disposable,
  type FileChangeEvent,
  type FileStat,
  type FileSystemProvider,
  type Uri,
} from 'vscode';
import { Late } from './late';

/** Makes the text of a URI; what it throws is shown where the text would be. */
export type ReadText = (uri: Uri) => Promise<string>;

/**
 * Documents that exist only as their URI. A file system, not a content provider: VS Code activates the extension for a file system's
 * scheme (`onFileSystem`), so that documents left open come back after a reload.
 */
export class ReadOnlyFiles extends Late<ReadText> implements FileSystemProvider, Disposable {
  private readonly changed = new EventEmitter<FileChangeEvent[]>();
  private readonly registration: Disposable;
  private version = 1;

  readonly onDidChangeFile = this.changed.event;

  constructor(
    private readonly scheme: string,
    loadApp: () => Promise<void>,
  ) {
    super(loadApp);
    this.registration = workspace.registerFileSystemProvider(scheme, this, { isReadonly: true, isCaseSensitive: true });
  }

  /** Reads the open documents anew for which `isConcerned` holds. */
  refresh(isConcerned: (uri: Uri) => boolean): void {
    const uris = workspace.textDocuments.map(({ uri }) => uri).filter((uri) => uri.scheme === this.scheme);
    const events = uris.filter(isConcerned).map((uri) => ({ type: FileChangeType.Changed, uri }));
    if (events.length === 0) return;
    this.version++;
    this.changed.fire(events);
  }

  stat(): FileStat {
    // The size is unknown before the text is made, and VS Code reads to the end whatever it says.
    return { type: FileType.File, ctime: 0, mtime: this.version, size: 1 };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    const read = await this.get();
    return new TextEncoder().encode(await read(uri));
  }

  watch(): Disposable {
    return { dispose: () => {} };
  }

  readDirectory(uri: Uri): never {
    throw FileSystemError.FileNotADirectory(uri);
  }
  createDirectory(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }
  writeFile(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }
  delete(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }
  rename(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
