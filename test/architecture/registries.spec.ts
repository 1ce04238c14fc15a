import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mainFolders } from '../../oxlint.config.ts';
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
    const notGenerators = new Set(['render']);
    expect(generators.map((generator) => generator.id).toSorted()).toEqual(
      folders('src/main/documents').filter((folder) => !notGenerators.has(folder)),
    );
  });

  it('registers every command file', () => {
    const notCommands = new Set(['context', 'exit-codes', 'open-app', 'output', 'program', 'registry']);
    const registry = readFileSync('src/main/cli/registry.ts', 'utf8');
    const missing = readdirSync('src/main/cli')
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => file.slice(0, -3))
      .filter((file) => !notCommands.has(file) && !registry.includes(`'./${file}.ts'`));
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
    for (const rule of findingRules) {
      expect(rule.id).toMatch(/^(VS|KU|NW|ST|IN)\d\d$/);
      expect(rule.source, rule.id).not.toBe('');
      expect(rule.remedy, rule.id).not.toBe('');
      expect(rule.thresholds.safeParse({}).success, `${rule.id}: every threshold needs a default`).toBe(true);
    }
  });

  it('declares volatile, placement, sampled and shown attributes that exist', () => {
    for (const kind of entityKinds) {
      const definition = kindDefinition(kind);
      const known = new Set(Object.keys(definition.attributes.shape));
      for (const list of ['volatile', 'placement', 'sampled', 'columns'] as const) {
        for (const attribute of definition[list] ?? []) {
          expect(known.has(attribute), `${kind}: ${list} names "${attribute}"`).toBe(true);
        }
      }
      for (const relation of definition.placementRelations ?? [])
        expect(relationTypes).toHaveProperty(relation);
    }
  });
});
