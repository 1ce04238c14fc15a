import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { estimateTokens } from '../../src/main/llm/tokens.ts';
import { entityId, type RunId } from '../../src/shared/model/ids.ts';
import { openAppClient } from '../support/app-client.ts';
import { startScriptedLlm } from '../support/scripted-llm.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const window = 4_096;

it('twenty things that are chosen leave a small model room to read and to answer', async () => {
  using folder = temporaryFolder();
  const llm = await startScriptedLlm({});
  const dataDir = join(folder.path, 'data');
  mkdirSync(dataDir);
  writeFileSync(
    join(dataDir, 'config.yaml'),
    `llm:\n  preset: custom\n  baseUrl: ${llm.url}\n  model: scripted\n  contextTokens: ${window}\n  retries: 0\n`,
  );
  const application = await openAppClient(dataDir);
  try {
    const names = Array.from({ length: 20 }, (_, i) => `production-database-replica-${i + 10}`);
    const observed = {
      source: 'estate',
      domain: 'vmware' as const,
      runId: 'run-1' as RunId,
      simulated: false,
    };
    await application.app.inventory.applyObserved({
      ...observed,
      kind: 'host',
      records: names.map((name) => ({
        nativeId: `host-of-${name}`,
        name: `host-of-${name}`,
        attributes: { connectionState: 'connected' as const },
      })),
    });
    await application.app.inventory.applyObserved({
      ...observed,
      kind: 'vm',
      records: names.map((name) => ({
        nativeId: name,
        name,
        attributes: { powerState: 'on' as const },
        relations: [{ type: 'runs-on' as const, to: entityId('estate', 'host', `host-of-${name}`) }],
      })),
    });
    const first = names[0] ?? '';
    llm.script(
      { toolCalls: [{ name: 'query_entities', arguments: { filter: 'kind:vm' } }] },
      { text: `${first} runs on host-of-${first} [1].` },
    );
    const { answer } = await application.client.assistant.ask({
      question: 'Where do they run?',
      context: { screen: 'inventory', entities: names.map((name) => entityId('estate', 'vm', name)) },
    });
    expect(answer.flags.filter(({ is }) => is === 'model-lost')).toEqual([]);
    expect(answer).toMatchObject({ by: 'model', state: 'complete', calls: [{ state: 'done' }] });
    expect(answer.text).toContain(`runs on host-of-${first}`);
    expect(llm.chats).toHaveLength(2);
    expect(JSON.stringify(llm.chats[0]?.messages)).toMatch(/\(\d+ of \d+ lines\)/);
    for (const { messages, tools } of llm.chats)
      expect(estimateTokens(JSON.stringify([messages, tools]))).toBeLessThan(window);
  } finally {
    await application.close();
    await llm.close();
  }
});
