import { mkdirSync } from 'node:fs';
import type { Settings } from '../shared/model/settings.ts';
import type { Audit } from './audit/audit.ts';
import { settingsProblems } from './check-settings.ts';
import type { LiveSettings } from './live-settings.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Random } from './platform/random.ts';
import type { SecretStore } from './platform/secrets.ts';
import { setSetting } from './platform/settings-file.ts';
import type { Store } from './store/store.ts';
import { createSync } from './sync/create-sync.ts';
import type { Sync } from './sync/sync.ts';

/** What workstations share, as the application has it: set by its settings, begun by its host. */
export function openSync(ports: {
  readonly dataDir: string;
  readonly store: Store;
  readonly live: LiveSettings;
  readonly audit: Audit;
  readonly secrets: SecretStore;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}): Sync {
  const { dataDir, live, audit, ...rest } = ports;
  return createSync({
    ...rest,
    dataDir,
    settings: () => live.current.couchdb,
    async configure(wanted) {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      let settings: Settings | undefined;
      for (const [name, value] of Object.entries({ ...cleared, ...wanted }))
        settings = await setSetting(
          dataDir,
          `couchdb.${name}`,
          value === undefined ? undefined : JSON.stringify(value),
          settingsProblems,
        );
      // In force together: an address is never used with the account of another.
      if (settings) live.apply(settings, 'operator');
    },
    onSettingsChanged: (listener) => live.onChanged(() => listener()),
    workstation: () => audit.workstation(),
    auditProblems: async () =>
      (await audit.verify()).flatMap(({ workstation, break: broken }) =>
        broken === undefined ? [] : [`${workstation}: ${broken.reason}`],
      ),
  });
}

/** The address comes last: whatever watches the file finds a whole account. */
const cleared = { caFile: undefined, proxy: undefined, prefix: undefined, user: undefined, url: undefined };
