import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { makeFolder } from './make-folder.ts';

test('makes what is missing above it, once', () => {
  using folder = temporaryFolder();
  const wanted = join(folder.path, 'a', 'b', 'c');
  expect(makeFolder(wanted, 0o700)).toBe(true);
  expect(statSync(join(folder.path, 'a', 'b')).mode & 0o777).toBe(0o700);
  expect(makeFolder(wanted)).toBe(false);
});

test('says what stands in its way', () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'file'), '');
  expect(() => makeFolder(join(folder.path, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(folder.path, 'file', 'below'))).toThrow('ENOTDIR');
});

test.skipIf(!existsSync('/proc/self'))('comes back where the system makes no folders', () => {
  expect(() => makeFolder('/proc/no-such-folder/below')).toThrow('ENOENT');
});
