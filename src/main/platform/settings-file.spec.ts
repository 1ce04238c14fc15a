import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { readSettings, setSetting } from './settings-file.ts';

describe('settings that are no plain YAML', () => {
  it.each([
    ['aliases that would grow without bounds', 'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n'],
    ['an alias to nothing', 'documents: *nowhere\n'],
    ['what is not YAML', 'documents: {'],
  ])('say so: %s', (_, text) => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'config.yaml'), text);
    expect(() => readSettings(folder.path)).toThrow(
      expect.objectContaining({ code: 'settings-invalid' }) as Error,
    );
  });

  it.each(['*x', '{a: b', '[1, 2'])('are not set: %s', async (value) => {
    using folder = temporaryFolder();
    await expect(setSetting(folder.path, 'documents.changeDays', value)).rejects.toMatchObject({
      code: 'settings-invalid',
    });
  });
});
