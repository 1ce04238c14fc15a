import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { startScriptedLlm, type ScriptedLlm, type Turn } from '../support/scripted-llm.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A key that no pattern knows by its looks. */
const key = 'Kx7qLmVt93bzRw';
let llm: ScriptedLlm;
let application: AppClient;
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  folder = temporaryFolder();
  llm = await startScriptedLlm({});
  const data = join(folder.path, 'data');
  mkdirSync(data);
  writeFileSync(
    join(data, 'config.yaml'),
    `llm:\n  preset: custom\n  baseUrl: ${llm.url}\n  model: scripted\n  retries: 0\n`,
  );
  application = await openAppClient(data);
  await application.client.llm.setKey({ value: key });
});
afterEach(async () => {
  await application.close();
  await llm.close();
  folder[Symbol.dispose]();
});

const ask = (question: string) => application.client.assistant.ask({ question });

function everythingKept(): string {
  const data = join(folder.path, 'data');
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

/** The longest time in which nothing else had its turn while `work` ran. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(longest, performance.now() - last);
}

describe('A model’s server that repeats the key', () => {
  it.each<[string, Turn]>([
    ['refusing it', { status: 401, message: `Incorrect API key provided: ${key}` }],
    ['failing', { status: 500, message: `no account for ${key}` }],
    ['sending on', { status: 302, headers: { location: `https://other.example/?key=${key}` } }],
    ['in the middle of an answer', { events: `data: {"error":{"message":"quota of ${key}"}}\n\n` }],
    ['in an answer', { text: `The key is ${key}.` }],
    ['in a call', { toolCalls: [{ name: key, arguments: { text: key } }] }],
  ])('does not have it shown or kept: %s', async (_, turn) => {
    llm.respond(() => turn);
    const { answer } = await ask('Which hosts run what?');
    expect(JSON.stringify(answer)).not.toContain(key);
    const state = await application.client.llm.state({});
    expect(JSON.stringify(state)).not.toContain(key);
    const failed = await application.client.llm.models({}).catch((error: unknown) => String(error));
    expect(JSON.stringify(failed)).not.toContain(key);
    expect(everythingKept()).not.toContain(key);
  });
});

describe('A secret in a question', () => {
  it('is kept nowhere: in the conversation, its title, or the audit', async () => {
    llm.respond(() => 'NOT IN THE DOCUMENTATION');
    const { conversation } = await ask('Login fails with password: Tr0ub4dor-and-3 on web-01, why?');
    expect(conversation.title).not.toContain('Tr0ub4dor');
    await application.client.assistant.rename({ id: conversation.id, title: 'password: Tr0ub4dor-and-3' });
    expect(everythingKept()).not.toContain('Tr0ub4dor');
  });
});

describe('A conversation that is being answered', () => {
  it('keeps the title that it is given meanwhile, and is stopped by nobody else', async () => {
    let go: () => void = () => {};
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    llm.respond(() => ({ text: 'NOT IN THE DOCUMENTATION', after: until }));
    let id = '';
    const started = new Promise<void>((resolve) => {
      application.app.assistant.onChanged((conversation) => {
        id = conversation.id;
        resolve();
      });
    });
    const asked = ask('Which hosts run what?');
    await started;
    await llm.received(1);
    await expect(application.app.assistant.remove('mallory', id)).rejects.toMatchObject({
      code: 'conversation-not-found',
    });
    await application.client.assistant.rename({ id, title: 'Hosts' });
    go();
    const { answer, conversation } = await asked;
    expect(answer.state).toBe('complete');
    expect(conversation.title).toBe('Hosts');
    const kept = await application.client.assistant.conversation({ id });
    expect(kept.summary.title).toBe('Hosts');
    expect(kept.messages).toHaveLength(2);
  });
});

describe('A model without measure', () => {
  const chunk = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
  it.each<[string, () => string]>([
    ['one line that never ends', () => chunk({ content: '[a](' }).repeat(100_000)],
    ['blanks', () => chunk({ content: `Sources${' '.repeat(5_000)}x` }).repeat(100)],
    [
      'thoughts that never end',
      () => chunk({ content: '<think>' }) + chunk({ content: 'hm ' }).repeat(30_000),
    ],
    [
      'calls that never end',
      () =>
        Array.from({ length: 60_000 }, (_, index) =>
          chunk({ tool_calls: [{ index, id: `c${index}`, function: { name: 'x', arguments: '{}' } }] }),
        ).join(''),
    ],
    [
      'a call with endless arguments',
      () =>
        chunk({
          tool_calls: [
            { index: 0, id: 'c', function: { name: 'search_documentation', arguments: `{"words":"` } },
          ],
        }) + chunk({ tool_calls: [{ index: 0, function: { arguments: 'a-'.repeat(5_000) } }] }).repeat(1_000),
    ],
  ])('is stopped, and others have their turn meanwhile: %s', async (_, events) => {
    llm.respond(() => ({ events: events() }));
    const began = performance.now();
    const turn = await longestTurn(async () => {
      const { answer } = await ask('Which hosts run what?');
      expect(answer.state).toBe('complete');
      expect(answer.text.length).toBeLessThan(60_000);
      expect(JSON.stringify(answer).length).toBeLessThan(200_000);
    });
    expect(turn).toBeLessThan(1_000);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});
