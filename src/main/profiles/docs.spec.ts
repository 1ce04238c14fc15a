import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { remediationActions } from '../remediation/registry.ts';
import { builtInProfiles } from './built-in-profiles.ts';
import { profileFunctions, stepFunctions } from './functions.ts';
import { faultText, parseProfile } from './parse-profile.ts';

const page = readFileSync(new URL('../../../docs/profiles.md', import.meta.url), 'utf8');
const faultsOf = (text: string) => {
  const parsed = parseProfile(text, remediationActions);
  return parsed.ok ? [] : parsed.faults.map(faultText);
};

describe('the page about profiles', () => {
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

  test('has examples that can be used', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const text of examples) expect(faultsOf(text)).toEqual([]);
  });

  test.each([...Object.keys(profileFunctions), ...stepFunctions])('describes $%s', (name) => {
    expect(page).toContain(`\`$${name}(`);
  });
});

describe('profiles that come with the application', () => {
  const folder = builtInProfiles();
  const names = (() => {
    try {
      return readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    } catch {
      return [];
    }
  })();

  test('can all be used, each under an id of its own', () => {
    const texts = names.map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
    for (const text of texts) expect(faultsOf(text)).toEqual([]);
    const ids = texts.map((text) => /^id: (.*)$/m.exec(text)?.[1]);
    expect(new Set(ids).size).toBe(texts.length);
  });
});
