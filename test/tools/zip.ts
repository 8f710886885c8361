/** A file in an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Uncompressed. */
  readonly bytes: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;

/**
 * The files of a ZIP archive, from its central directory (APPNOTE.TXT 4.3.12 and 4.3.16). No ZIP64: a VSIX is small.
 * @throws when it is not such an archive
 */
export function listZip(archive: Buffer): ZipEntry[] {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new Error(`No directory entry at byte ${at} of the archive.`);
    const nameLength = archive.readUInt16LE(at + 28);
    const extraLength = archive.readUInt16LE(at + 30);
    const commentLength = archive.readUInt16LE(at + 32);
    const name = archive.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength);
    entries.push({ name, bytes: archive.readUInt32LE(at + 24) });
    at += ENTRY_LENGTH + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** The end record is last, followed only by a comment. */
function findEnd(archive: Buffer): number {
  for (let at = archive.length - END_LENGTH; at >= 0; at--)
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw new Error('Not a ZIP archive: it has no end record.');
}
