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
      0.85,
    );
  });

  it('is rarely there for questions that they do not answer', async () => {
    const file = join(import.meta.dirname, '../eval/assistant/unanswerable.txt');
    const questions = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    expect(await answered(questions)).toBeLessThan(0.18);
  });
});
