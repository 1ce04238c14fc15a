import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingRules } from '../../findings/registry.ts';
import { causePatterns } from './registry.ts';

const folder = 'src/main/tickets/patterns';

describe('the patterns of causes', () => {
  it('are registered when they are defined, each by an id of its own', () => {
    const defined = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .flatMap((file) =>
        [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^ {2}id: '([a-z0-9-]+)',$/gm)].map(
          ([, id]) => id ?? '',
        ),
      );
    const ids = causePatterns.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(defined.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refer to findings that there are', () => {
    const rules = new Set(findingRules.map(({ id }) => id));
    const named = causePatterns.flatMap(({ rules: own, follows }) => [...own, ...follows]);
    expect(named.filter((rule) => !rules.has(rule))).toEqual([]);
  });

  it.each([
    ['hung-guest', 'die VM reagiert nicht mehr'],
    ['datastore-full', 'Datastore läuft voll'],
    ['crash-loop', 'KubePodCrashLooping'],
    ['node-not-ready', 'KubeNodeNotReady: node is not ready'],
    ['port-flapping', 'the port is flapping'],
    ['certificate-expiring', 'das Zertifikat läuft ab'],
  ])('%s is told by "%s"', (id, text) => {
    expect(causePatterns.find((pattern) => pattern.id === id)?.symptoms.test(text)).toBe(true);
  });
});
