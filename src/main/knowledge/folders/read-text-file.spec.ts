import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { readTextFile } from './read-text-file.ts';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
const at = (name: string) => join(home, name);

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'books'));
  home = realpathSync(join(folder.path, 'books'));
});
afterEach(() => folder[Symbol.dispose]());

describe('A file that was put in the place of another since its folder was looked at', () => {
  it.skipIf(process.platform === 'win32')('is not waited for when it is a pipe', async () => {
    execFileSync('mkfifo', [at('a.md')]);
    expect(await readTextFile(at('a.md'), home)).toEqual({ problem: 'is no file any more and was not read' });
  });

  it('is not read when it leads out of the folder, also by a folder that does', async () => {
    writeFileSync(join(folder.path, 'secret.md'), 'of another');
    symlinkSync(join(folder.path, 'secret.md'), at('a.md'));
    symlinkSync(folder.path, at('out'));
    const refused = { problem: 'is a link that leads out of the folder and was not followed' };
    expect(await readTextFile(at('a.md'), home)).toEqual(refused);
    expect(await readTextFile(at('out/secret.md'), home)).toEqual(refused);
  });

  it('is read no further than a text may be long', async () => {
    writeFileSync(at('a.md'), 'x');
    truncateSync(at('a.md'), 2 ** 33);
    expect(await readTextFile(at('a.md'), home)).toEqual({
      problem: expect.stringContaining('8192.0 MiB') as string,
    });
  });

  it('is read by a link within the folder', async () => {
    writeFileSync(at('a.md'), 'known');
    symlinkSync(at('a.md'), at('b.md'));
    expect(await readTextFile(at('b.md'), home)).toEqual({ text: 'known' });
  });
});
