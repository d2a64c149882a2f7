/** What ends work on results with words for the user: what happened, what is kept, how to go on. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly lines: readonly string[],
    readonly kind:
      | 'full'
      | 'locked'
      | 'damaged'
      | 'unwritable'
      | 'changed'
      | 'missing'
      | 'incomplete'
      | 'other' = 'other',
  ) {
    super(lines.join('\n'));
  }
}

/** How systems and the database say that a path will not do, and what it is in words. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/Read-only file system|EROFS/iu, 'cannot be written, its file system is read-only'],
  [/Permission denied|EACCES|EPERM/iu, 'permission denied'],
  [/EEXIST/u, 'is there already and no directory'],
  [/EISDIR|Is a directory/u, 'is a directory, not a file'],
  [/ENOTDIR|Not a directory/u, 'lies under a file, which is no directory'],
  [/ENAMETOOLONG|File name too long/u, 'its name is too long for this file system'],
];

/** An error of the database or of the system in this project's words; what is not known stays as it is. */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  const { message } = error;
  const { code } = error as NodeJS.ErrnoException;
  const lock = /Conflicting lock is held in [^(]*\(PID (\d+)\)/u.exec(message);
  if (lock || message.includes('Could not set lock')) {
    const who = lock ? `process ${lock[1]}` : 'another process';
    return new StoreError(
      [
        `${file}: ${who} is at work on it; wait for its end, or stop it with Ctrl-C (a batch goes on later), and try again`,
      ],
      'locked',
    );
  }
  if (/No space left|ENOSPC|File too large|EFBIG|Disk quota|EDQUOT|out of disk/iu.test(message) || code === 'ENOSPC') {
    return new StoreError(
      [
        `${file}: no space is left to write to; what was recorded so far is kept`,
        'make room and give the same command again: it goes on where it stopped',
      ],
      'full',
    );
  }
  const refusal = REFUSALS.find(([told]) => told.test(message));
  if (refusal) return new StoreError([`${file}: ${refusal[1]}`], 'unwritable');
  if (
    /not a valid DuckDB|Corrupt database|Could not read enough bytes|checksum|corrupt|Failed to deserialize|WAL file/iu.test(
      message,
    )
  ) {
    return new StoreError(
      [
        `${file}: is damaged (${message.split('\n')[0].replace(/^.*?Error: /u, '')})`,
        'give the batch command with --repair: it sets the file aside, keeps every run that can still be read, and does the others again',
      ],
      'damaged',
    );
  }
  if (code === 'ENOENT' || message.includes('No such file or directory')) {
    return new StoreError([`${file}: no such file`], 'missing');
  }
  return error;
}
