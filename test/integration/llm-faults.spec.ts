import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/main/platform/random.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { ask, openLlmWithServer } from '../support/llm-with-server.ts';
import { obliging } from '../support/obliging-model.ts';
import type { Turn } from '../support/scripted-llm.ts';

/** Pauses as short as they come. */
const hasty = { random: { ...systemRandom, unit: () => 0 } };

/** What it fails with; heard from now on, so that it may fail before it is looked at. */
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a fault that may pass', () => {
  it.each<[string, Turn]>([
    ['status 429 with Retry-After', { status: 429, headers: { 'retry-after': '1' } }],
    ['status 500', { status: 500 }],
    ['status 503', { status: 503, body: '<html>Bad gateway</html>', contentType: 'text/html' }],
    ['a connection that is reset', { reset: 'before-headers' }],
    ['an answer that breaks off', { reset: 'mid-stream' }],
    ['a stream without an end', { text: 'half of', finish: null, withoutDone: true }],
    ['an error in mid-stream', { events: 'data: {"error":{"message":"out of memory"}}\n\n' }],
    ['JSON that is none', { events: 'data: {"choices": [\n\n' }],
    ['a web page', { status: 200, body: '<html></html>', contentType: 'text/html' }],
    ['JSON of another form', { status: 200, body: '{"hello":"world"}' }],
  ])('is tried again: %s', async (_, turn) => {
    await using on = await openLlmWithServer({}, {}, hasty);
    on.server.script(turn, 'at last');
    const heard: string[] = [];
    const answer = await on.llm.complete('chat', ask(), {
      onText: (delta) => heard.push(delta),
      onRestart: () => heard.splice(0),
    });
    expect(answer.text).toBe('at last');
    expect(heard.join('')).toBe('at last');
    expect(on.server.chats).toHaveLength(2);
  });

  it('waits as long as the endpoint asks', async () => {
    await using on = await openLlmWithServer({}, {}, hasty);
    on.server.script({ status: 429, headers: { 'retry-after': '1' } }, 'yes');
    const began = performance.now();
    await on.llm.complete('chat', ask());
    expect(performance.now() - began).toBeGreaterThan(990);
  });

  it('is not waited for beyond a minute', async () => {
    await using on = await openLlmWithServer();
    on.server.script({ status: 429, headers: { 'retry-after': '3600' } });
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({
      code: 'llm-busy',
      hint: expect.stringContaining('3600 s') as string,
    });
    expect(on.server.chats).toHaveLength(1);
  });

  it('is told of after as many attempts as are set', async () => {
    await using on = await openLlmWithServer({}, { retries: 1 }, hasty);
    on.server.respond(() => ({ status: 503, message: 'loading' }));
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({
      code: 'llm-unreachable',
      message: expect.stringMatching(/503.*loading.*Tried 2 times/) as string,
    });
    expect(on.llm.state.problem).toMatch(/loading/);
    on.server.respond(() => 'back');
    await on.llm.complete('chat', ask());
    expect(on.llm.state.problem).toBeUndefined();
  });

  it('is not repeated once words were shown that cannot be taken back', async () => {
    await using on = await openLlmWithServer({}, {}, hasty);
    on.server.script({ reset: 'mid-stream', text: 'Once ' }, 'never');
    await expect(on.llm.complete('chat', ask(), { onText: () => {} })).rejects.toMatchObject({
      code: 'llm-unreachable',
    });
    expect(on.server.chats).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it.each<[string, Turn, string, RegExp]>([
    ['of the key', { status: 401, message: 'bad key' }, 'llm-refused', /refused the key.*bad key/],
    ['of the model', { status: 404, message: 'model not found' }, 'llm-refused', /404.*model not found/],
    [
      'of what is too long',
      { status: 400, message: 'maximum context length is 8' },
      'llm-too-long',
      /too long/,
    ],
    ['of an account without credit', { status: 429, message: 'insufficient_quota' }, 'llm-busy', /quota/],
  ])('%s is told at once', async (_, turn, code, message) => {
    await using on = await openLlmWithServer();
    on.server.respond(() => turn);
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
    expect(on.server.chats).toHaveLength(1);
  });

  it('by silence of a port says what to do', async () => {
    await using on = await openLlmWithServer({}, { retries: 0 });
    await on.server.close();
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({
      code: 'llm-unreachable',
      message: expect.stringContaining('nothing listens there') as string,
    });
  });

  it('by a port that is another protocol’s says that, and is not tried again', async () => {
    await using on = await openLlmWithServer({}, { baseUrl: 'http://127.0.0.1:9/v1' });
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({
      code: 'llm-refused',
      message: expect.stringContaining('no request goes to this port') as string,
      hint: expect.stringContaining('another port') as string,
    });
  });
});

describe('settings that change', () => {
  it('leave what is under way with all the requests that it still needs', async () => {
    await using on = await openLlmWithServer();
    on.server.respond(({ index }) => {
      if (index > 0) return 'there';
      on.configure({ baseUrl: on.server.url, model: 'another', contextTokens: 8_000 });
      return { status: 503, headers: { 'retry-after-ms': '1' } };
    });
    expect((await on.llm.complete('chat', ask())).text).toBe('there');
    expect(on.server.chats.map(({ model }) => model)).toEqual(['scripted', 'scripted']);
    await on.llm.complete('chat', ask());
    expect(on.server.chats.at(-1)?.model).toBe('another');
  });

  it('leave a test of the connection to come to its end', async () => {
    await using on = await openLlmWithServer();
    on.server.respond(obliging);
    const results = await on.llm.test({
      onResult: ({ capability }) => {
        if (capability === 'models') on.configure({ baseUrl: on.server.url, model: 'another' });
      },
    });
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
  });
});

describe('an answer without end', () => {
  it('is given up when it is larger than any answer is', async () => {
    await using on = await openLlmWithServer({}, { retries: 0 });
    on.server.script({ huge: 40_000_000 });
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({
      code: 'llm-answer',
      message: expect.stringMatching(/32 MiB|400000 characters/) as string,
    });
  });
});

describe('a wait', () => {
  it.each([
    ['before-headers', 180, 'the first words'],
    ['after-headers', 180, 'the first words'],
    ['mid-stream', 60, 'the next words'],
  ] as const)('ends when nothing comes: %s', async (hang, seconds, what) => {
    const clock = createFakeClock();
    await using on = await openLlmWithServer({}, { retries: 0 }, { clock });
    on.server.script({ hang });
    let first: () => void = () => {};
    const begun = new Promise<void>((resolve) => {
      first = resolve;
    });
    const asked = on.llm.complete('chat', ask(), { onText: first });
    const outcome = failureOf(asked);
    await on.server.received(1);
    if (hang === 'mid-stream') await begun;
    await clock.advance((seconds - 1) * 1000);
    expect(on.server.abandoned).toBe(0);
    await clock.advance(2_000);
    expect(await outcome).toMatchObject({
      code: 'llm-unreachable',
      message: expect.stringMatching(new RegExp(`${seconds} s.*${what}`)) as string,
    });
    await expect.poll(() => on.server.abandoned).toBe(1);
  });

  it('ends when the whole takes too long, though words still come', async () => {
    const clock = createFakeClock();
    let go: () => void = () => {};
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    await using on = await openLlmWithServer({}, { retries: 0, timeouts: { totalSeconds: 30 } }, { clock });
    on.server.script({ text: 'one two three', pause: { afterDeltas: 2, until } });
    const asked = on.llm.complete('chat', ask());
    const outcome = failureOf(asked);
    await on.server.received(1);
    await clock.advance(31_000);
    expect(await outcome).toMatchObject({ message: expect.stringContaining('the whole answer') as string });
    go();
  });

  it('ends when it is taken back, at any moment, and the connection with it', async () => {
    for (const hang of ['before-headers', 'after-headers', 'mid-stream'] as const) {
      await using on = await openLlmWithServer();
      on.server.script({ hang });
      const stop = new AbortController();
      const asked = on.llm.complete('chat', ask(), { signal: stop.signal });
      await on.server.received(1);
      stop.abort();
      await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
      await expect.poll(() => on.server.abandoned).toBe(1);
      expect(on.llm.state.problem).toBeUndefined();
    }
  });

  it('for a turn ends when it is taken back', async () => {
    await using on = await openLlmWithServer({}, { concurrency: 1 });
    on.server.script({ hang: 'before-headers' });
    const stop = new AbortController();
    const first = on.llm.complete('chat', ask(), { signal: stop.signal });
    await on.server.received(1);
    const second = on.llm.complete('chat', ask(), { signal: stop.signal });
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(on.server.chats).toHaveLength(1);
  });
});

describe('an endpoint that is down', () => {
  it('is left alone for a while, then tried once, then used again', async () => {
    const clock = createFakeClock();
    await using on = await openLlmWithServer({}, { retries: 0 }, { clock });
    on.server.respond(() => ({ status: 500, message: 'no GPU' }));
    const changes: (string | undefined)[] = [];
    on.llm.onChanged(() => changes.push(on.llm.state.problem));
    for (let i = 0; i < 5; i++) await expect(on.llm.complete('chat', ask())).rejects.toThrow('no GPU');
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({
      code: 'llm-busy',
      message: expect.stringContaining('5 times in a row') as string,
    });
    expect(on.server.chats).toHaveLength(5);
    expect(changes.at(-1)).toMatch(/left alone/);

    await clock.advance(16_000);
    await expect(on.llm.complete('chat', ask())).rejects.toThrow('no GPU');
    await clock.advance(16_000);
    // The trial failed: the pause is twice as long now.
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({ code: 'llm-busy' });
    expect(on.server.chats).toHaveLength(6);

    await clock.advance(16_000);
    on.server.respond(() => 'back');
    expect((await on.llm.complete('chat', ask())).text).toBe('back');
    expect(on.llm.state.problem).toBeUndefined();
  });

  it('is used at once when a test of the connection finds that it works', async () => {
    await using on = await openLlmWithServer({}, { retries: 0 });
    on.server.respond(() => ({ status: 500 }));
    for (let i = 0; i < 5; i++) await expect(on.llm.complete('chat', ask())).rejects.toThrow('500');
    on.server.respond(() => 'ready');
    await expect(on.llm.complete('chat', ask())).rejects.toMatchObject({ code: 'llm-busy' });
    await on.llm.test();
    expect((await on.llm.complete('chat', ask())).text).toBe('ready');
  });
});

describe('many requests', () => {
  it('go so many at a time, chat before background, features in turn', async () => {
    await using on = await openLlmWithServer({}, { concurrency: 1 });
    let go: () => void = () => {};
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    on.server.script({ text: 'first', after: until });
    on.server.respond(({ messages }) => messages[0]?.content ?? '');
    const order: string[] = [];
    const send = (use: 'chat' | 'generation', feature: string, content: string) =>
      on.llm
        .complete(use, { feature, messages: [{ role: 'user', content }] })
        .then(({ text }) => order.push(text));
    const all = [send('chat', 'assistant', 'first')];
    await on.server.received(1);
    all.push(
      send('generation', 'prose', 'prose 1'),
      send('generation', 'prose', 'prose 2'),
      send('generation', 'prose', 'prose 3'),
      send('generation', 'tickets', 'ticket'),
      send('chat', 'assistant', 'question'),
    );
    go();
    await Promise.all(all);
    expect(order).toEqual(['first', 'question', 'prose 1', 'ticket', 'prose 2', 'prose 3']);
    expect(on.server.mostAtOnce).toBe(1);
  });

  it('leave a place for chat where there is more than one', async () => {
    await using on = await openLlmWithServer({}, { concurrency: 2 });
    let go: () => void = () => {};
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    on.server.respond(({ messages }) =>
      messages[0]?.content === 'now' ? 'at once' : { text: 'later', after: until },
    );
    const background = Array.from({ length: 4 }, () => on.llm.complete('generation', ask('slow')));
    await on.server.received(1);
    expect((await on.llm.complete('chat', ask('now'))).text).toBe('at once');
    go();
    await Promise.all(background);
    expect(on.server.mostAtOnce).toBe(2);
  });
});

describe('what is too long', () => {
  it('is refused before anything is sent', async () => {
    await using on = await openLlmWithServer({}, { contextTokens: 2_000 });
    await expect(on.llm.complete('chat', ask('word '.repeat(3_000)))).rejects.toMatchObject({
      code: 'llm-too-long',
      message: expect.stringMatching(/at most 1500 tokens.*reads 2000.*about \d{4}/) as string,
    });
    expect(on.server.requests).toEqual([]);
  });

  it('is measured by what the endpoint says that the model reads', async () => {
    const model = { id: 'scripted', max_model_len: 900 };
    await using on = await openLlmWithServer({ models: [model] }, { contextTokens: undefined });
    on.server.respond(() => 'fine');
    const changed = new Promise<void>((resolve) => {
      on.llm.onChanged(resolve);
    });
    expect(on.llm.contextTokens('chat')).toBe(8_192);
    await changed;
    expect(on.llm.contextTokens('chat')).toBe(900);
    await expect(on.llm.complete('chat', ask('word '.repeat(800)))).rejects.toMatchObject({
      code: 'llm-too-long',
    });
  });

  it.each([
    [
      'what it is run with now',
      { '/api/ps': () => ({ models: [{ name: 'scripted:latest', context_length: 12_288 }] }) },
      12_288,
    ],
    [
      'what its file sets',
      { '/api/ps': () => ({ models: [] }), '/api/show': () => ({ parameters: 'stop "x"\nnum_ctx 16384' }) },
      16_384,
    ],
    [
      'what Ollama does by itself, whatever the model could',
      {
        '/api/ps': () => ({ models: [] }),
        '/api/show': () => ({ model_info: { 'llama.context_length': 131_072 } }),
      },
      4_096,
    ],
  ])('is asked of Ollama in its own words: %s', async (_, paths, tokens) => {
    await using on = await openLlmWithServer({ paths }, { preset: 'ollama', contextTokens: undefined });
    on.server.respond(() => 'fine');
    await on.llm.complete('chat', ask());
    expect(on.llm.contextTokens('chat')).toBe(tokens);
  });

  it('is measured with what the endpoint counts, once it has counted', async () => {
    await using on = await openLlmWithServer({}, { contextTokens: 4_000 });
    const question = ask('word '.repeat(1_200));
    on.server.script({ text: 'yes', usage: { prompt: 3_600, completion: 1 } });
    await on.llm.complete('chat', question);
    await expect(on.llm.complete('chat', question)).rejects.toMatchObject({ code: 'llm-too-long' });
  });
});
