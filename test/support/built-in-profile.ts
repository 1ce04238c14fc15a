import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '../../src/main/collectors/collector.ts';
import { collectors } from '../../src/main/collectors/registry.ts';
import type { ServerDescription } from '../../src/main/mcp/session.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { builtInProfiles } from '../../src/main/profiles/built-in-profiles.ts';
import type { CompiledProfile } from '../../src/main/profiles/compiled-profile.ts';
import { profileAction } from '../../src/main/profiles/profile-action.ts';
import { profileAdapter } from '../../src/main/profiles/profile-adapter.ts';
import type { ActionAdapter } from '../../src/main/remediation/action-adapter.ts';
import { compiledProfile } from './read-profile.ts';

/** A profile of resources/profiles, as the application reads it. */
export function builtInProfile(id: string): CompiledProfile {
  return compiledProfile(readFileSync(join(builtInProfiles(), `${id}.yaml`), 'utf8'));
}

export function builtInAdapter(id: string): Adapter {
  const profile = builtInProfile(id);
  return profileAdapter(profile, {
    clock: systemClock,
    revision: `${id}@test`,
    isKnown: (server: ServerDescription) =>
      collectors.some(
        ({ domain, adapters }) =>
          domain === profile.source.domain && adapters.some((adapter) => adapter.matches(server)),
      ),
  });
}

export function builtInAction(id: string, action: string): ActionAdapter<unknown> {
  const found = builtInProfile(id).actions.find((one) => one.id === action);
  if (!found) throw new Error(`${id} has no action ${action}`);
  return profileAction(found, id);
}
