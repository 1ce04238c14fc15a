import { createDispatcher } from '../../src/main/api/dispatcher.ts';
import { createMemoryPort } from '../../src/main/api/memory-port.ts';
import { createApp, type App, type AppPorts } from '../../src/main/app.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import type { Keyring } from '../../src/main/platform/secrets.ts';
import { createSecretStore } from '../../src/main/platform/secrets.ts';
import { readSettings } from '../../src/main/platform/settings-file.ts';
import { createClient, type Client } from '../../src/shared/contract/client.ts';

export interface AppClient {
  readonly app: App;
  readonly client: Client;
  /** What was stored in the keyring of this test. */
  readonly keyring: Map<string, string>;
  close(): Promise<void>;
}

/** The whole application over a data directory of its own, behind the contract; what handlers give is checked. */
export async function openAppClient(
  dataDir: string,
  operator = 'alice',
  ports: Partial<AppPorts> = {},
): Promise<AppClient> {
  const keyring = new Map<string, string>();
  const secrets: Keyring = {
    get: async (name) => keyring.get(name),
    set: async (name, value) => void keyring.set(name, value),
    delete: async (name) => keyring.delete(name),
  };
  const app = await createApp(
    { dataDir, settings: readSettings(dataDir), what: 'test' },
    {
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
      secrets: createSecretStore(process.env, secrets),
      owner: operator,
      ...ports,
    },
  );
  const dispatcher = createDispatcher({
    app,
    host: { kind: 'server', startedAt: app.clock.now() },
    random: systemRandom,
    logger: silentLogger,
    checkOutputs: true,
  });
  const client = createClient(createMemoryPort(dispatcher, { via: 'memory', operator, role: 'admin' }));
  return {
    app,
    client,
    keyring,
    async close() {
      client.port.close();
      await app.close();
    },
  };
}
