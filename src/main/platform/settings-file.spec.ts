import { existsSync, writeFileSync } from 'node:fs';
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

it.each(['__proto__.x', 'findings.__proto__', 'findings.VS11.__proto__.x'])(
  '%s is no setting, and is not written',
  async (path) => {
    using folder = temporaryFolder();
    await expect(setSetting(folder.path, path, '1')).rejects.toMatchObject({ code: 'settings-invalid' });
    expect(existsSync(join(folder.path, 'config.yaml'))).toBe(false);
  },
);

describe('a setting that goes back to its default', () => {
  it.each(['', 'null\n', '# nothing yet\n', 'documents:\n  depth: summary\n'])(
    'does so, and another can be set then: %j',
    async (text) => {
      using folder = temporaryFolder();
      writeFileSync(join(folder.path, 'config.yaml'), text);
      expect((await setSetting(folder.path, 'documents.depth', undefined)).documents.depth).toBe('full');
      expect((await setSetting(folder.path, 'site', 'fra1')).site).toBe('fra1');
      expect(readSettings(folder.path).site).toBe('fra1');
    },
  );

  it('is not set where the whole would have a problem that it did not have', async () => {
    using folder = temporaryFolder();
    const problems = (settings: { site: string }) => (settings.site === 'x' ? ['site: not x'] : []);
    await expect(setSetting(folder.path, 'site', 'x', problems)).rejects.toThrow('site: not x');
    expect(readSettings(folder.path).site).toBe('this site');
  });
});
