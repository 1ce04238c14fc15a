import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync, copyFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layers } from '../../oxlint.config.ts';

/** A module path that a rule's pattern forbids, as a file of the folder would write it. */
function example(pattern: string): string {
  if (!pattern.includes('*')) return pattern;
  if (pattern === 'node:*') return 'node:fs';
  const first = pattern.replace(/\{([^,}]+)[^}]*\}/, '$1');
  return first.replace(/^\*\*\//, '../').replace(/\/\*\*$/, '/some-module.ts');
}

describe('import rules', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'datacenter-docs-layers-'));
    copyFileSync('oxlint.config.ts', join(directory, 'oxlint.config.ts'));
    symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
    let file = 0;
    for (const { folders, forbid } of layers) {
      for (const folder of folders) {
        mkdirSync(join(directory, folder), { recursive: true });
        for (const pattern of forbid) {
          file += 1;
          writeFileSync(
            join(directory, folder, `breach-${file}.ts`),
            `import { thing } from '${example(pattern)}';\nexport const used = thing;\n`,
          );
        }
      }
    }
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('bite, every one of them, in every folder they name', () => {
    const { stdout } = spawnSync(resolve('node_modules/.bin/oxlint'), ['--format', 'unix', 'src'], {
      cwd: directory,
      encoding: 'utf8',
    });
    const caught = new Set(
      stdout
        .split('\n')
        .filter((line) => line.includes('no-restricted-imports'))
        .map((line) => /breach-\d+/.exec(line)?.[0]),
    );
    const expected = layers.reduce((count, layer) => count + layer.folders.length * layer.forbid.length, 0);
    expect(caught.size).toBe(expected);
  });
});
