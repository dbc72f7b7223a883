/** Reading files: synchronously into one reused buffer, which is the fastest way there is. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export type ReadOutcome =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | {
      readonly kind: 'skipped';
      readonly reason: 'too-large' | 'unreadable' | 'missing' | 'symlink' | 'special-file';
      readonly detail: string;
    };

const START = 1 << 20;

/**
 * Reads whole files. The bytes given back are valid until the next call.
 * Never follows a link in the last step of the path, never blocks on a pipe.
 */
export class FileBytes {
  #buffer = Buffer.allocUnsafe(START);

  read(path: string, maxBytes: number): ReadOutcome {
    let descriptor: number;
    try {
      descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'error';
      if (reason === 'ELOOP') {
        return { kind: 'skipped', reason: 'symlink', detail: 'a symbolic link; links are not followed' };
      }
      if (reason === 'ENOENT' && path.includes('\uFFFD')) {
        return { kind: 'skipped', reason: 'unreadable', detail: 'its name is not valid UTF-8' };
      }
      if (reason === 'ENOENT') return { kind: 'skipped', reason: 'missing', detail: 'listed, but not on the disk' };
      return { kind: 'skipped', reason: 'unreadable', detail: `cannot be read (${reason})` };
    }
    try {
      let length = readFully(descriptor, this.#buffer, 0);
      if (length === this.#buffer.length) {
        const { size } = fstatSync(descriptor);
        if (size > maxBytes) {
          return { kind: 'skipped', reason: 'too-large', detail: `${size} bytes, the limit is ${maxBytes}` };
        }
        const larger = Buffer.allocUnsafe(Math.max(size, length) + 1);
        this.#buffer.copy(larger, 0, 0, length);
        length = readFully(descriptor, larger, length);
        this.#buffer = larger;
      }
      if (length > maxBytes)
        return { kind: 'skipped', reason: 'too-large', detail: `${length} bytes, the limit is ${maxBytes}` };
      return { kind: 'bytes', bytes: this.#buffer.subarray(0, length) };
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'error';
      return reason === 'EISDIR'
        ? { kind: 'skipped', reason: 'special-file', detail: 'a folder (a submodule, perhaps)' }
        : { kind: 'skipped', reason: 'unreadable', detail: `cannot be read (${reason})` };
    } finally {
      closeSync(descriptor);
    }
  }
}

function readFully(descriptor: number, buffer: Buffer, from: number): number {
  let length = from;
  while (length < buffer.length) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return length;
}

const SNIFF = 8192;

export type Encoding = 'utf8' | 'utf16le' | 'utf16be' | 'binary';

/** By byte-order mark, else by NUL bytes: text without a mark that holds one is binary. */
export function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be';
  return bytes.subarray(0, SNIFF).includes(0) ? 'binary' : 'utf8';
}

/** Text without its byte-order mark. */
export function decode(bytes: Buffer, encoding: Exclude<Encoding, 'binary'>): string {
  if (encoding === 'utf8') {
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return bytes.toString('utf8', mark ? 3 : 0);
  }
  const copy = Buffer.from(bytes.subarray(2, 2 + ((bytes.length - 2) & ~1)));
  return (encoding === 'utf16be' ? copy.swap16() : copy).toString('utf16le');
}

const MINIFIED_FROM = 40_000;
const MINIFIED_LINE = 500;

/** Bundled or minified code: nobody wrote it, and what it was made from is read elsewhere. Judged by its mean line length. */
export function looksMinified(bytes: Buffer): boolean {
  if (bytes.length < MINIFIED_FROM) return false;
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    lines += 1;
    if (bytes.length / lines < MINIFIED_LINE) return false;
  }
  return true;
}
