import { readFileSync } from 'node:fs';
import type { CompiledProfile } from '../../src/main/profiles/compiled-profile.ts';
import { faultText, parseProfile } from '../../src/main/profiles/parse-profile.ts';
import { remediationActions } from '../../src/main/remediation/registry.ts';

export function profileText(name: string): string {
  return readFileSync(new URL(`profiles/${name}.yaml`, import.meta.url), 'utf8');
}

/** A profile of test/support/profiles, against the catalogue of the application. */
export function readProfile(name: string): CompiledProfile {
  return compiledProfile(profileText(name));
}

export function compiledProfile(text: string): CompiledProfile {
  const parsed = parseProfile(text, remediationActions);
  if (!parsed.ok) throw new Error(parsed.faults.map(faultText).join('\n'));
  return parsed.profile;
}
