import { faultText } from '../profiles/parse-profile.ts';
import { unknownProfiles, type Profiles } from '../profiles/open-profiles.ts';
import type { ServerConfig } from '../mcp/server-config.ts';
import type { Check } from './check.ts';

/** Profiles that cannot be used, wait for somebody, or are named and not in force. */
export function checkProfiles(
  profiles: Pick<Profiles, 'all' | 'problems'>,
  servers: readonly ServerConfig[],
): readonly Check[] {
  const all = profiles.all();
  const wrong = [...profiles.problems(), ...unknownProfiles(servers, all)].map((detail): Check => ({
    name: 'profiles',
    status: 'failed',
    detail,
  }));
  const each = all.flatMap((one): Check[] => {
    const name = `profile ${one.id}`;
    switch (one.state) {
      case 'unusable':
        return [
          {
            name,
            status: 'failed',
            detail: one.faults.slice(0, 3).map(faultText).join('\n'),
            hint: `Mend ${one.file}; \`datacenter-docs profile check\` says what is wrong with it.`,
          },
        ];
      case 'not-accepted':
      case 'changed':
        return [
          {
            name,
            status: 'warning',
            detail:
              one.state === 'changed' ? 'it was changed since it was accepted' : 'nobody has accepted it',
            hint: `It is not used until then: \`datacenter-docs profile accept ${one.id}\`.`,
          },
        ];
      case 'in-force':
        return one.from === 'site'
          ? [{ name, status: 'ok', detail: one.profile?.source.title ?? one.id }]
          : [];
      default:
        return one.state satisfies never;
    }
  });
  return [...wrong, ...each];
}
