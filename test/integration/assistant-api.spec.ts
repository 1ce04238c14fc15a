import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProgressOf } from '../../src/shared/contract/contract.ts';
import { entityId, type RunId } from '../../src/shared/model/ids.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { startScriptedLlm, type ScriptedLlm } from '../support/scripted-llm.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Progress = ProgressOf<'assistant.ask'>;

let llm: ScriptedLlm;
let application: AppClient;
let folder: ReturnType<typeof temporaryFolder>;
const web = entityId('estate', 'vm', 'web-01');
const host = entityId('estate', 'host', 'esx-01');

beforeEach(async () => {
  folder = temporaryFolder();
  llm = await startScriptedLlm({});
  mkdirSync(join(folder.path, 'data'));
  await open(true);
  await estate();
});
afterEach(async () => {
  await application.close();
  await llm.close();
  folder[Symbol.dispose]();
});

async function open(withModel: boolean): Promise<void> {
  const settings = `llm:\n  preset: custom\n  baseUrl: ${llm.url}\n  model: scripted\n  retries: 0\n`;
  writeFileSync(join(folder.path, 'data', 'config.yaml'), withModel ? settings : '');
  application = await openAppClient(join(folder.path, 'data'));
}

async function estate(): Promise<void> {
  const { app } = application;
  const observed = { source: 'estate', domain: 'vmware' as const, runId: 'run-1' as RunId, simulated: false };
  await app.inventory.applyObserved({
    ...observed,
    kind: 'host',
    records: [{ nativeId: 'esx-01', name: 'esx-01', attributes: { connectionState: 'connected' } }],
  });
  await app.inventory.applyObserved({
    ...observed,
    kind: 'vm',
    records: [
      {
        nativeId: 'web-01',
        name: 'web-01',
        attributes: { powerState: 'on', memoryBytes: 4_294_967_296 },
        relations: [{ type: 'runs-on', to: host }],
      },
    ],
  });
  const runbooks = join(folder.path, 'runbooks');
  mkdirSync(runbooks, { recursive: true });
  writeFileSync(
    join(runbooks, 'drain.md'),
    '# Draining a node\n\nCordon the node first. Then drain it with a grace period of 60 seconds.\n',
  );
  await app.knowledge.importFolder(runbooks);
}

async function ask(
  input: Parameters<AppClient['client']['assistant']['ask']>[0],
  options: { readonly signal?: AbortSignal; readonly onProgress?: (piece: Progress) => void } = {},
) {
  const pieces: Progress[] = [];
  const { answer, conversation } = await application.client.assistant.ask(input, {
    ...(options.signal && { signal: options.signal }),
    onProgress(piece) {
      pieces.push(piece);
      options.onProgress?.(piece);
    },
  });
  return { answer, conversation, pieces };
}

describe('Without a model', () => {
  beforeEach(async () => {
    await application.close();
    await open(false);
  });

  it('answers with the right passage, letter by letter, and says that no model is set', async () => {
    const { answer } = await ask({ question: 'How do I drain a node?' });
    expect(answer).toMatchObject({ by: 'search', unknown: false, state: 'complete' });
    expect(answer.text).toContain('No language model is set');
    const [citation] = answer.citations;
    expect(citation).toMatchObject({ is: 'passage', number: 1, origin: { is: 'file', file: 'drain.md' } });
    const quote = citation?.is === 'passage' ? citation.quote : '';
    expect(readFileSync(join(folder.path, 'runbooks', 'drain.md'), 'utf8')).toContain(quote);
  });

  it('answers from the inventory, each fact with the entity that it is of', async () => {
    const { answer } = await ask({ question: 'Where does web-01 run?' });
    expect(answer.text).toContain('esx-01');
    expect(answer.citations[0]).toMatchObject({ is: 'entity', id: web });
  });

  it('says that it is not in the documentation rather than guess', async () => {
    const { answer } = await ask({ question: 'How do I renew the company car lease?' });
    expect(answer).toMatchObject({ unknown: true, citations: [] });
    expect(answer.text).toContain('Not in the documentation');
  });

  it('knows what "it" is from the screen, and says what it looked at', async () => {
    const { answer, conversation } = await ask({
      question: 'where does it run?',
      context: { screen: 'inventory', entities: [web] },
    });
    expect(answer.text).toContain('esx-01');
    const { messages } = await application.client.assistant.conversation({ id: conversation.id });
    expect(messages[0]).toMatchObject({ role: 'user', looking: ['web-01'] });
  });
});

describe('With a model', () => {
  it('streams, calls tools that can be seen, and cites what was checked', async () => {
    llm.script(
      { toolCalls: [{ name: 'where_runs', arguments: { entity: 'web-01' } }] },
      { text: 'web-01 runs on esx-01 [1]. It has 64 GiB of memory [1].' },
    );
    const { answer, pieces } = await ask({ question: 'Where does web-01 run?' });
    expect(answer).toMatchObject({ by: 'model', model: 'scripted', text: 'web-01 runs on esx-01 [1].' });
    expect(answer.citations).toMatchObject([{ is: 'entity', number: 1, id: web }]);
    expect(answer.calls).toMatchObject([
      { tool: 'where_runs', arguments: { entity: 'web-01' }, state: 'done' },
    ]);
    expect(answer.flags).toContainEqual({ is: 'unsupported', sentences: ['It has 64 GiB of memory.'] });
    expect(pieces.map(({ is }) => is)).toEqual(
      expect.arrayContaining(['started', 'call', 'text', 'checking']),
    );
  });

  it('says that it is unknown when the model does', async () => {
    llm.script('NOT IN THE DOCUMENTATION');
    expect((await ask({ question: 'How do I renew the company car lease?' })).answer).toMatchObject({
      unknown: true,
      citations: [],
    });
  });

  it('shows no answer that nothing bears out', async () => {
    llm.script('The lease is renewed by calling extension 4711. It costs 300 euros a month.');
    const { answer } = await ask({ question: 'How do I renew the company car lease?' });
    expect(answer.unknown).toBe(true);
    expect(answer.text).not.toContain('4711');
    expect(answer.flags).toContainEqual(expect.objectContaining({ is: 'unsupported' }));
  });

  it('keeps what had come when the model is lost, and completes it from search', async () => {
    llm.script({ reset: 'mid-stream', text: 'web-01 runs on esx-01 [1]. And ' });
    llm.respond(() => ({ status: 500 }));
    const { answer } = await ask({ question: 'Where does web-01 run?' });
    expect(answer.state).toBe('complete');
    expect(answer.flags).toContainEqual(expect.objectContaining({ is: 'model-lost' }));
    expect(answer.text).toContain('**web-01** runs on **esx-01**');
    expect(answer).toMatchObject({ by: 'model', model: 'scripted' });
  });

  it('keeps what was said when it is stopped', async () => {
    const held = Promise.withResolvers<void>();
    llm.script({
      text: 'web-01 runs on esx-01 [1]. And there is much more to say about that.',
      pause: { afterDeltas: 6, until: held.promise },
    });
    const abort = new AbortController();
    let conversation = '';
    await expect(
      ask(
        { question: 'Where does web-01 run?' },
        {
          signal: abort.signal,
          onProgress(piece) {
            if (piece.is === 'started') ({ conversation } = piece);
            if (piece.is === 'text') abort.abort();
          },
        },
      ),
    ).rejects.toMatchObject({ code: 'cancelled' });
    await expect
      .poll(async () => (await application.client.assistant.conversation({ id: conversation })).messages[1])
      .toMatchObject({ state: 'stopped', text: expect.stringContaining('web-01 runs on esx-01') as string });
    held.resolve();
  });

  it('ends the calling of tools at a limit, and says so', async () => {
    llm.respond(({ tools, messages }) =>
      tools.length > 0
        ? { toolCalls: [{ name: 'findings', arguments: {} }] }
        : `web-01 runs on esx-01 [1]. ${messages.length > 0 ? '' : '?'}`,
    );
    const { answer } = await ask({ question: 'Where does web-01 run?' });
    expect(answer.flags).toContainEqual(expect.objectContaining({ is: 'limit' }));
    expect(answer.calls.length).toBeLessThanOrEqual(12);
    expect(answer.text).toContain('web-01 runs on esx-01');
  });

  it('asks no model when none is wanted', async () => {
    const { answer } = await ask({ question: 'Where does web-01 run?', model: false });
    expect(answer.by).toBe('search');
    expect(llm.chats).toEqual([]);
  });
});

describe('A conversation', () => {
  it('is found by words, renamed, and removed', async () => {
    const { client } = application;
    const { conversation } = await ask({ question: 'Where does web-01 run?', model: false });
    expect((await client.assistant.conversations({ text: 'ESX-01' })).conversations).toMatchObject([
      { id: conversation.id, excerpt: expect.stringContaining('esx-01') as string },
    ]);
    await client.assistant.rename({ id: conversation.id, title: 'Placement' });
    expect((await client.assistant.conversations({ text: 'placement' })).total).toBe(1);
    await client.assistant.remove({ id: conversation.id });
    expect((await client.assistant.conversations({})).total).toBe(0);
  });

  it('takes a question again in place of an earlier one, with all that came after it', async () => {
    const { client } = application;
    const first = await ask({ question: 'Where does web-01 run?', model: false });
    const id = first.conversation.id;
    await ask({ question: 'how many hosts are there?', model: false, conversation: id });
    const { messages } = await client.assistant.conversation({ id });
    expect(messages).toHaveLength(4);
    await ask({
      question: 'how many VMs are there?',
      model: false,
      conversation: id,
      replaces: messages[0]?.id ?? '',
    });
    const after = await client.assistant.conversation({ id });
    expect(after.messages.map(({ text }) => text)[0]).toBe('how many VMs are there?');
    expect(after.messages).toHaveLength(2);
    expect(after.summary.title).toBe('how many VMs are there?');
  });

  it('is of nobody else', async () => {
    const { conversation } = await ask({ question: 'Where does web-01 run?', model: false });
    await expect(application.app.assistant.conversation('mallory', conversation.id)).rejects.toMatchObject({
      code: 'conversation-not-found',
    });
    expect((await application.app.assistant.conversations('mallory', { limit: 10 })).total).toBe(0);
  });

  it('says of old sources that they are gone', async () => {
    const { conversation } = await ask({ question: 'Where does web-01 run?', model: false });
    await application.app.inventory.applyObserved({
      source: 'estate',
      domain: 'vmware',
      kind: 'vm',
      records: [],
      runId: 'run-2' as RunId,
      simulated: false,
    });
    const { messages } = await application.client.assistant.conversation({ id: conversation.id });
    expect(messages[1]).toMatchObject({ citations: [{ is: 'entity', id: web, gone: true }] });
  });

  it('shows as interrupted what a crash left streaming', async () => {
    const { conversation } = await ask({ question: 'Where does web-01 run?', model: false });
    const [stored] = await application.app.store.conversations.getMany([conversation.id]);
    const messages = (stored?.['messages'] ?? []) as { role: string }[];
    await application.app.store.conversations.put([
      {
        ...stored,
        id: conversation.id,
        schemaVersion: 1,
        messages: messages.map((one) => (one.role === 'assistant' ? { ...one, state: 'streaming' } : one)),
      },
    ]);
    const read = await application.client.assistant.conversation({ id: conversation.id });
    expect(read.messages[1]).toMatchObject({ state: 'failed', error: { code: 'interrupted' } });
  });

  it('asks one question at a time', async () => {
    const held = Promise.withResolvers<void>();
    llm.script({ text: 'later', after: held.promise });
    const { conversation } = await ask({ question: 'Where does web-01 run?', model: false });
    const first = ask({ question: 'and esx-01?', conversation: conversation.id });
    await llm.received(1);
    await expect(ask({ question: 'again', conversation: conversation.id })).rejects.toMatchObject({
      code: 'conversation-busy',
    });
    held.resolve();
    await first;
  });
});

it('suggests questions about what is looked at', async () => {
  const { questions } = await application.client.assistant.suggestions({
    context: { screen: 'inventory', entities: [host] },
  });
  expect(questions).toEqual(
    expect.arrayContaining(['Which VMs are on esx-01?', 'Who is affected if esx-01 fails?']),
  );
  const german = await application.client.assistant.suggestions({
    context: { screen: 'inventory', entities: [host] },
    language: 'de',
  });
  expect(german.questions).toEqual(
    expect.arrayContaining(['Welche VMs sind auf esx-01?', 'Wer ist betroffen, wenn esx-01 ausfällt?']),
  );
});
