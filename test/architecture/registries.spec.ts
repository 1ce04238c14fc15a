import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatorFolders, mainFolders } from '../../oxlint.config.ts';
import { collectors } from '../../src/main/collectors/registry.ts';
import { generators } from '../../src/main/documents/registry.ts';
import { findingRules } from '../../src/main/findings/registry.ts';
import { kindDefinition, entityKinds } from '../../src/shared/model/kinds/registry.ts';
import { relationTypes } from '../../src/shared/model/relation.ts';

const folders = (path: string) =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();

describe('adding one is adding one folder and one line', () => {
  it('lists every collector folder in its registry', () => {
    expect(collectors.map((collector) => collector.domain).toSorted()).toEqual(
      folders('src/main/collectors'),
    );
  });

  it('lists every generator folder in its registry', () => {
    const notGenerators = new Set(['render', 'prose']);
    expect(generators.map((generator) => generator.id).toSorted()).toEqual(
      folders('src/main/documents').filter((folder) => !notGenerators.has(folder)),
    );
    expect(generatorFolders).toEqual(generators.map((generator) => generator.id).toSorted());
  });

  it('lists every adapter in the collector of its domain', () => {
    const adapters = readdirSync('src/main/collectors', { recursive: true, encoding: 'utf8' }).filter(
      (file) => /(^|[/-])adapter\.ts$/.test(file),
    );
    expect(adapters.length).toBeGreaterThanOrEqual(collectors.length);
    const missing = adapters.filter((file) => {
      const [domain = '', ...rest] = file.split(/[/\\]/);
      const collector = readFileSync(`src/main/collectors/${domain}/collector.ts`, 'utf8');
      return !collector.includes(`'./${rest.join('/')}'`);
    });
    expect(missing).toEqual([]);
  });

  it('registers every rule that is defined', () => {
    const defined = readdirSync('src/main/findings', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .flatMap((file) => [
        ...readFileSync(`src/main/findings/${file}`, 'utf8').matchAll(
          /^\s+id: '((?:VS|KU|NW|ST|IN)\d\d)',$/gm,
        ),
      ])
      .map((match) => match[1] ?? '');
    expect(new Set(findingRules.map((rule) => rule.id))).toEqual(new Set(defined));
  });

  it('registers every command file', () => {
    const registry = readFileSync('src/main/cli/registry.ts', 'utf8');
    const missing = readdirSync('src/main/cli')
      .filter((file) =>
        /export function register\w+Commands?\(/.test(readFileSync(`src/main/cli/${file}`, 'utf8')),
      )
      .filter((file) => !registry.includes(`'./${file}'`));
    expect(missing).toEqual([]);
  });

  it('has an import rule for every folder of the main process', () => {
    expect(mainFolders.toSorted()).toEqual(
      folders('src/main')
        .filter((folder) => folder !== 'electron')
        .map((folder) => `src/main/${folder}`),
    );
  });
});

describe('catalogues', () => {
  it('gives every finding rule an id of its own, a source, a remedy, and thresholds with defaults', () => {
    const ids = findingRules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const rule of findingRules) expect(rule.id).toMatch(/^(VS|KU|NW|ST|IN)\d\d$/);
    const incomplete = findingRules.filter(
      (rule) => rule.source === '' || rule.remedy === '' || !rule.thresholds.safeParse({}).success,
    );
    expect(incomplete.map((rule) => rule.id)).toEqual([]);
  });

  it('declares volatile, placement, sampled and shown attributes that exist', () => {
    const unknown = entityKinds.flatMap((kind) => {
      const definition = kindDefinition(kind);
      const known = new Set(Object.keys(definition.attributes.shape));
      const named = (['volatile', 'placement', 'sampled', 'columns'] as const).flatMap(
        (list) => definition[list] ?? [],
      );
      return [
        ...named.filter((attribute) => !known.has(attribute)),
        ...(definition.placementRelations ?? []).filter(
          (relation) => !Object.hasOwn(relationTypes, relation),
        ),
      ].map((name) => `${kind}: ${name}`);
    });
    expect(unknown).toEqual([]);
  });
});
