import { spawnSync } from 'node:child_process';
import { chmodSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decode, encodingOf, FileBytes, looksMinified } from '../../src/walk/bytes.ts';
import { folder } from './support.ts';

const MiB = 1 << 20;
const pattern = (length: number): Buffer => Buffer.alloc(length, 'abcdefghijklmnopqrstuvwxyz0123456789\n');

describe('reading', () => {
  test.each([0, 1, MiB - 1, MiB, MiB + 1, 2 * MiB, 3 * MiB + 17])('%i bytes are read whole', length => {
    const content = pattern(length);
    const root = folder({ 'a.txt': content });
    const outcome = new FileBytes().read(join(root, 'a.txt'), 8 * MiB);
    expect(outcome.kind === 'bytes' && Buffer.compare(outcome.bytes, content)).toBe(0);
  });

  test('one reader after another file of any size', () => {
    const sizes = [10, 2 * MiB, 5, 2 * MiB + 1, MiB, 0, 3 * MiB];
    const root = folder(Object.fromEntries(sizes.map((size, i) => [`${i}.txt`, pattern(size)])));
    const bytes = new FileBytes();
    for (const [i, size] of sizes.entries()) {
      const outcome = bytes.read(join(root, `${i}.txt`), 8 * MiB);
      expect(outcome.kind === 'bytes' && Buffer.compare(outcome.bytes, pattern(size)), String(size)).toBe(0);
    }
  });

  test.each([100, MiB, 2 * MiB])('a limit of %i is the last size that is read', limit => {
    const root = folder({ 'at.txt': pattern(limit), 'over.txt': pattern(limit + 1) });
    const bytes = new FileBytes();
    expect(bytes.read(join(root, 'at.txt'), limit).kind).toBe('bytes');
    expect(bytes.read(join(root, 'over.txt'), limit)).toMatchObject({
      kind: 'skipped',
      reason: 'too-large',
      detail: `${limit + 1} bytes, the limit is ${limit}`,
    });
  });

  test('a file of fifty gigabytes costs nothing', () => {
    const path = join(folder({ 'a.json': '' }), 'a.json');
    truncateSync(path, 50 * 1024 * MiB);
    const started = performance.now();
    expect(new FileBytes().read(path, 8 * MiB)).toMatchObject({ reason: 'too-large' });
    expect(performance.now() - started).toBeLessThan(500);
  });

  test('links, folders, missing files and names nobody can read', () => {
    const root = folder({ 'a.txt': 'x', 'd/b.txt': '' });
    symlinkSync('a.txt', join(root, 'link.txt'));
    const bytes = new FileBytes();
    expect(bytes.read(join(root, 'link.txt'), MiB)).toMatchObject({ reason: 'symlink' });
    expect(bytes.read(join(root, 'd'), MiB)).toMatchObject({ reason: 'special-file' });
    expect(bytes.read(join(root, 'gone.txt'), MiB)).toMatchObject({ reason: 'missing' });
    expect(bytes.read(join(root, 'b\uFFFDd.txt'), MiB)).toMatchObject({
      reason: 'unreadable',
      detail: 'its name is not valid UTF-8',
    });
    expect(bytes.read(join(root, 'a.txt', 'x'), MiB)).toMatchObject({ reason: 'unreadable' });
  });

  test('without permission', () => {
    const path = join(folder({ 'a.txt': 'x' }), 'a.txt');
    chmodSync(path, 0o000);
    const outcome = new FileBytes().read(path, MiB);
    expect(outcome).toMatchObject(
      process.getuid?.() === 0 ? { kind: 'bytes' } : { reason: 'unreadable', detail: 'cannot be read (EACCES)' },
    );
  });

  test('a pipe nobody writes to does not hold up the scan', () => {
    const path = join(folder(), 'pipe.py');
    if (spawnSync('mkfifo', [path]).status !== 0) return;
    const started = performance.now();
    const outcome = new FileBytes().read(path, MiB);
    expect(outcome.kind === 'bytes' ? outcome.bytes.length : 0).toBe(0);
    expect(performance.now() - started).toBeLessThan(500);
  });

  test('leaves no descriptor open', () => {
    const root = folder({ 'a.txt': 'x' });
    const bytes = new FileBytes();
    for (let i = 0; i < 5000; i++) bytes.read(join(root, i % 2 ? 'a.txt' : 'gone.txt'), 0);
    writeFileSync(join(root, 'b.txt'), 'y');
    expect(bytes.read(join(root, 'b.txt'), MiB).kind).toBe('bytes');
  });
});

describe('text', () => {
  const text = 'key = "ä€😀"\r\n';
  const utf16be = (value: string): Buffer => Buffer.from(value, 'utf16le').swap16();

  test.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ['UTF-16 little end first', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ['UTF-16 big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be(text)])],
  ])('%s', (_, bytes) => {
    const encoding = encodingOf(bytes);
    expect(encoding).not.toBe('binary');
    expect(encoding !== 'binary' && decode(bytes, encoding)).toBe(text);
  });

  test('decoding leaves the bytes as they are', () => {
    const bytes = Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be(text)]);
    const before = Buffer.from(bytes);
    decode(bytes, 'utf16be');
    expect(bytes).toEqual(before);
  });

  test('half a character at the end of UTF-16 is dropped', () => {
    expect(decode(Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x62]), 'utf16le')).toBe('a');
    expect(decode(Buffer.from([0xfe, 0xff, 0x00, 0x61, 0x00]), 'utf16be')).toBe('a');
    expect(decode(Buffer.from([0xff, 0xfe]), 'utf16le')).toBe('');
  });

  test('a NUL near the start makes it binary; far behind, or with a mark, it does not', () => {
    expect(encodingOf(Buffer.from('a\0b'))).toBe('binary');
    expect(encodingOf(Buffer.concat([Buffer.alloc(8191, 'a'), Buffer.from([0])]))).toBe('binary');
    expect(encodingOf(Buffer.concat([Buffer.alloc(8192, 'a'), Buffer.from([0])]))).toBe('utf8');
    expect(encodingOf(Buffer.alloc(0))).toBe('utf8');
  });

  test('invalid UTF-8 is still read', () => {
    expect(decode(Buffer.from([0x61, 0xff, 0x62]), 'utf8')).toBe('a\uFFFDb');
  });
});

test('minified code by its mean line length, not by one long line', () => {
  expect(looksMinified(Buffer.alloc(50_000, 'x'))).toBe(true);
  expect(looksMinified(Buffer.alloc(39_999, 'x'))).toBe(false);
  expect(looksMinified(Buffer.from(`${'x'.repeat(45_000)}\n${'short line\n'.repeat(2000)}`))).toBe(false);
  expect(looksMinified(Buffer.from(`/* banner */\n`.repeat(5) + 'x'.repeat(50_000)))).toBe(true);
});
