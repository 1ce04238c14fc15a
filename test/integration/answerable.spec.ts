import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRelevant } from '../../src/main/assistant/relevance.ts';
import { missingData, platformCorpus, runbookCorpora, dataFolder } from '../eval/evaluation-data.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const missing = missingData();

/** Whether anything that is found for a question is taken for an answer to it. */
describe.skipIf(missing.length > 0)('What counts as found', () => {
  let application: AppClient;
  const folder = temporaryFolder();
  beforeAll(async () => {
    application = await openAppClient(folder.path);
    for (const name of ['platform', 'runbooks']) {
      await application.app.knowledge.importFolder(join(dataFolder, 'ops-docs', name));
    }
  });
  afterAll(async () => {
    await application.close();
    folder[Symbol.dispose]();
  });

  async function answered(questions: readonly string[]): Promise<number> {
    const found = await Promise.all(
      questions.map(async (question) => {
        const { passages } = await application.app.knowledge.find(question, { limit: 8 });
        return passages.some((passage) => isRelevant(question, passage));
      }),
    );
    return found.filter(Boolean).length / questions.length;
  }

  it('is there for questions that the documents answer', async () => {
    expect(await answered(platformCorpus().asked.map(({ question }) => question))).toBeGreaterThan(0.97);
  });

  it('is there for most symptoms in the words of operators', async () => {
    expect(await answered(runbookCorpora().symptoms.asked.map(({ question }) => question))).toBeGreaterThan(
      0.89,
    );
  });

  it.each([
    ['of the trade that they do not answer', 'unanswerable.txt', 0.15],
    ['about anything else', 'off-topic.txt', 0.1],
  ])('is rarely there for questions %s', async (_, name, most) => {
    const file = join(import.meta.dirname, '../eval/assistant', name);
    const questions = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    expect(await answered(questions)).toBeLessThan(most);
  });

  it.each(['what is the capital of France?', 'what is the capital of Australia'])(
    'is nothing for a word that happens to stand in a list: %s',
    async (question) => {
      const { passages } = await application.app.knowledge.find(question, { limit: 8 });
      expect(passages.filter((passage) => isRelevant(question, passage))).toEqual([]);
    },
  );

  it('advises no runbook that has nothing to do with a ticket', async () => {
    const diagnosed = (title: string) =>
      application.app.ticketResolution.resolveTicket(
        { title, body: '', at: application.app.clock.now(), entities: [] },
        { signal: AbortSignal.timeout(30_000), model: false },
      );
    expect((await diagnosed('the coffee machine is broken')).advice).toEqual([]);
    const { advice } = await diagnosed('KubeNodeNotReady: the kubelet of a node has stopped reporting');
    expect(advice.map(({ text }) => text).join(' ')).toMatch(/Runbook: .*KubeNode/);
  });
});
