import type { z } from 'zod';
import type { LlmPorts } from '../../src/main/llm/create-llm.ts';
import type { llmSettingsSchema } from '../../src/shared/model/llm-settings.ts';
import { openLlmUnderTest, type LlmUnderTest } from './llm-under-test.ts';
import { startScriptedLlm, type ScriptedLlm, type ScriptedLlmOptions } from './scripted-llm.ts';

export interface LlmWithServer extends LlmUnderTest {
  readonly server: ScriptedLlm;
}

/** A scripted endpoint and a client that is set to it. */
export async function openLlmWithServer(
  options: ScriptedLlmOptions = {},
  settings: z.input<typeof llmSettingsSchema> = {},
  ports: Partial<Omit<LlmPorts, 'settings'>> = {},
): Promise<LlmWithServer> {
  const server = await startScriptedLlm(options);
  const subject = openLlmUnderTest(
    { baseUrl: server.url, model: 'scripted', contextTokens: 8_000, ...settings },
    ports,
  );
  return {
    ...subject,
    server,
    async [Symbol.asyncDispose]() {
      await subject[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

/** A question of no consequence. */
export const ask = (content = 'What runs on esx01?') => ({
  feature: 'assistant',
  messages: [{ role: 'user' as const, content }],
});
