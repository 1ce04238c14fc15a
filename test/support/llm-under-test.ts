import { join } from 'node:path';
import type { z } from 'zod';
import { createLlm, type LlmPorts } from '../../src/main/llm/create-llm.ts';
import type { LlmService } from '../../src/main/llm/service.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { createSecretStore } from '../../src/main/platform/secrets.ts';
import { llmSettingsSchema } from '../../src/shared/model/llm-settings.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface LlmUnderTest extends AsyncDisposable {
  readonly llm: LlmService;
  readonly keyring: Map<string, string>;
  readonly usageFile: string;
  /** Changes settings as an operator does. */
  configure(settings: z.input<typeof llmSettingsSchema>): void;
}

/** A language model client with nothing of this machine: its own keyring, environment and files. */
export function openLlmUnderTest(
  settings: z.input<typeof llmSettingsSchema>,
  ports: Partial<Omit<LlmPorts, 'settings'>> = {},
): LlmUnderTest {
  const keyring = new Map<string, string>();
  let current = llmSettingsSchema.parse(settings);
  const folder = temporaryFolder();
  const usageFile = join(folder.path, 'llm-usage.json');
  const llm = createLlm({
    settings: () => current,
    env: {},
    secrets: createSecretStore(ports.env ?? {}, {
      get: async (name) => keyring.get(name),
      set: async (name, value) => void keyring.set(name, value),
      delete: async (name) => keyring.delete(name),
    }),
    knownSecrets: async () => [],
    names: async () => [],
    usageFile,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    ...ports,
  });
  return {
    llm,
    keyring,
    usageFile,
    configure(next) {
      current = llmSettingsSchema.parse(next);
      llm.settingsChanged();
    },
    async [Symbol.asyncDispose]() {
      await llm.close();
      folder[Symbol.dispose]();
    },
  };
}
