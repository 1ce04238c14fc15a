import type { Clock } from '../platform/clock.ts';
import type { Connections } from './connections.ts';
import type { Endpoint } from './endpoint.ts';
import { createSiteNames, type SiteNames } from './site-names.ts';
import type { VeilRules } from './veil.ts';

/** How long what the keyring says may be used without asking it again. */
const secretsFreshMs = 30_000;

export interface VeilRulesSource {
  /** What must not leave towards this endpoint, as it is now. */
  for(endpoint: Endpoint): Promise<VeilRules>;
  namesChanged(): void;
}

export function createVeilRules(ports: {
  readonly connections: Connections;
  readonly knownSecrets: () => Promise<readonly string[]>;
  readonly names: () => Promise<Iterable<string>>;
  readonly clock: Clock;
}): VeilRulesSource {
  const { connections, clock } = ports;
  let secrets: { readonly values: Promise<readonly string[]>; readonly at: number } | undefined;
  let names: Promise<SiteNames> | undefined;

  function knownSecrets(): Promise<readonly string[]> {
    if (!secrets || clock.monotonicMs() - secrets.at > secretsFreshMs) {
      secrets = { values: ports.knownSecrets(), at: clock.monotonicMs() };
      // A keyring that fails once is asked again, and what is asked for now does not leave without it.
      secrets.values.catch(() => (secrets = undefined));
    }
    return secrets.values;
  }

  function siteNames(): Promise<SiteNames> {
    if (!names) {
      names = ports.names().then(createSiteNames);
      names.catch(() => (names = undefined));
    }
    return names;
  }

  return {
    async for(endpoint) {
      const { send } = endpoint.settings;
      const { key } = await connections.to(endpoint);
      return {
        secrets: [...(await knownSecrets()), ...(key ? [key.value] : [])],
        hideAddresses: !send.addresses,
        names: send.names ? undefined : await siteNames(),
      };
    },
    namesChanged: () => void (names = undefined),
  };
}
