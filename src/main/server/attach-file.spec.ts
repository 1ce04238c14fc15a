import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { attachFilePath, readAttachFile, writeAttachFile, type Attachment } from './attach-file.ts';

const attachment: Attachment = {
  pid: process.pid,
  host: 'console-1',
  what: 'datacenter-docs worker',
  url: 'ws://127.0.0.1:4711/ws',
  token: 'first-token',
  contract: '0123456789abcdef',
  version: '1.2.3',
};

describe('the file that says how to reach the holder of a data directory', () => {
  test('gives what was written, and is nobody else’s to read', () => {
    using folder = temporaryFolder();
    writeAttachFile(folder.path, attachment);
    expect(readAttachFile(folder.path)).toEqual(attachment);
    expect(statSync(attachFilePath(folder.path)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.path)).toEqual(['attach.json']);
  });

  test('takes the place of one that was left behind, whatever its rights were', () => {
    using folder = temporaryFolder();
    writeFileSync(attachFilePath(folder.path), 'left behind', { mode: 0o644 });
    writeAttachFile(folder.path, attachment);
    expect(readAttachFile(folder.path)).toEqual(attachment);
  });

  test('goes with its writer, but not when another has written it since', () => {
    using folder = temporaryFolder();
    const first = writeAttachFile(folder.path, attachment);
    const second = writeAttachFile(folder.path, { ...attachment, token: 'second-token' });
    first.remove();
    expect(readAttachFile(folder.path)?.token).toBe('second-token');
    second.remove();
    expect(readAttachFile(folder.path)).toBeUndefined();
  });

  test('counts as absent when it is none of ours', () => {
    using folder = temporaryFolder();
    expect(readAttachFile(join(folder.path, 'no-such-folder'))).toBeUndefined();
    for (const text of ['', '{', '[]', '{"pid":1}', JSON.stringify({ ...attachment, more: 1 })]) {
      writeFileSync(attachFilePath(folder.path), text, { mode: 0o600 });
      expect(readAttachFile(folder.path)).toBeUndefined();
    }
  });
});

describe.skipIf(process.getuid === undefined)('a file that somebody else may have had a hand in', () => {
  test.each([0o620, 0o602, 0o640, 0o604, 0o666])('is refused with mode %o', (mode) => {
    using folder = temporaryFolder();
    writeAttachFile(folder.path, attachment);
    chmodSync(attachFilePath(folder.path), mode);
    expect(() => readAttachFile(folder.path)).toThrow(`its mode is 0${mode.toString(8)}`);
  });

  test.skipIf(process.getuid?.() !== 0)('is refused when it belongs to another user', () => {
    using folder = temporaryFolder();
    writeAttachFile(folder.path, attachment);
    chownSync(attachFilePath(folder.path), 12_345, 12_345);
    expect(() => readAttachFile(folder.path)).toThrow('it belongs to user 12345');
  });

  test('is refused when it is a link, wherever that leads', () => {
    using folder = temporaryFolder();
    writeAttachFile(folder.path, attachment);
    renameSync(attachFilePath(folder.path), join(folder.path, 'elsewhere'));
    symlinkSync(join(folder.path, 'elsewhere'), attachFilePath(folder.path));
    expect(() => readAttachFile(folder.path)).toThrow('it is a link to another file');
    expect(readFileSync(join(folder.path, 'elsewhere'), 'utf8')).toContain('first-token');
  });
});
