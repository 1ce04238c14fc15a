import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, openLlmWithServer } from '../support/llm-with-server.ts';

const names = async () => ['esx01.dc1.example.com', 'db-prod-7', 'Core Switch A', 'default', 'payments'];
const hidden = { send: { addresses: false, names: false } };
const question =
  'Why can db-prod-7 (10.20.30.40, fe80::1:2, 00:50:56:aa:bb:cc) on ESX01 not reach Core Switch A in default?';

/** Everything that went over the wire. */
const sent = (on: { server: { requests: readonly { body: unknown; headers: object }[] } }) =>
  JSON.stringify(on.server.requests.map(({ body }) => body));

describe('secrets', () => {
  it('never leave, wherever they stand', async () => {
    await using on = await openLlmWithServer(
      { apiKey: 'sk-own-key-0123456789' },
      {},
      { env: { LLM_API_KEY: 'sk-own-key-0123456789' }, knownSecrets: async () => ['Hunter-2-known!'] },
    );
    on.server.respond(() => 'fine');
    const planted = [
      'Hunter-2-known!',
      'sk-own-key-0123456789',
      'ghp_abcdefghijklmnopqrstuvwxyz012345',
      'Zw9!passphrase',
      'MIIEvQIBADANBgkqhkiG9w0',
    ];
    const text = `x ${planted[0]} ${planted[1]} ${planted[2]} password: ${planted[3]} -----BEGIN RSA PRIVATE KEY-----\n${planted[4]}\n-----END RSA PRIVATE KEY-----`;
    await on.llm.complete('chat', {
      feature: 'assistant',
      tools: [{ name: 't', description: text, parameters: { type: 'object', description: text } }],
      messages: [
        { role: 'system', content: text },
        { role: 'user', content: text },
        {
          role: 'assistant',
          content: text,
          toolCalls: [{ id: 'a', name: 't', arguments: JSON.stringify({ text }) }],
        },
        { role: 'tool', toolCallId: 'a', content: text },
      ],
    });
    for (const secret of planted) expect(sent(on)).not.toContain(secret);
    expect(sent(on)).toContain('[redacted]');
  });

  it('nor in texts whose vectors are asked for', async () => {
    await using on = await openLlmWithServer(
      {},
      { embeddingModel: 'e' },
      { knownSecrets: async () => ['Hunter-2'] },
    );
    await on.llm.embed(['the password is Hunter-2', 'token=ghp_abcdefghijklmnopqrstuvwxyz012345']);
    expect(on.server.embedded.join()).not.toMatch(/Hunter-2|ghp_/);
  });

  it('and nothing of this machine does', async () => {
    process.env['OPENAI_ORG_ID'] = 'org-of-somebody';
    process.env['OPENAI_CUSTOM_HEADERS'] = 'x-planted: yes';
    try {
      await using on = await openLlmWithServer();
      on.server.script('fine');
      await on.llm.complete('chat', ask());
      const headers = on.server.requests[0]?.headers ?? {};
      expect(Object.keys(headers).toSorted()).toEqual(
        [
          'accept',
          'accept-encoding',
          'accept-language',
          'connection',
          'content-length',
          'content-type',
          'host',
          'sec-fetch-mode',
          'user-agent',
        ].toSorted(),
      );
      expect(headers['user-agent']).toMatch(/^datacenter-docs\/[\d.]+$/);
    } finally {
      delete process.env['OPENAI_ORG_ID'];
      delete process.env['OPENAI_CUSTOM_HEADERS'];
    }
  });
});

describe('addresses and names', () => {
  it('stay when they are to stay, and come back in the answer', async () => {
    await using on = await openLlmWithServer({}, hidden, { names });
    on.server.respond(({ messages }) => ({ text: `You asked: ${messages[0]?.content}`, deltaLength: 2 }));
    const heard: string[] = [];
    const answer = await on.llm.complete('chat', ask(question), { onText: (delta) => heard.push(delta) });
    for (const word of ['db-prod-7', '10.20.30.40', 'fe80', '00:50:56', 'ESX01', 'Core Switch A']) {
      expect(sent(on)).not.toContain(word);
    }
    // What every site calls so says nothing about this one.
    expect(sent(on)).toContain('default');
    expect(answer.text).toBe(`You asked: ${question}`);
    expect(heard.join('')).toBe(`You asked: ${question}`);
  });

  it('leave when they may', async () => {
    await using on = await openLlmWithServer({}, {}, { names });
    on.server.script('ok');
    await on.llm.complete('chat', ask(question));
    expect(sent(on)).toContain(question);
  });

  it('come back in arguments of tools and in JSON', async () => {
    await using on = await openLlmWithServer({}, hidden, { names: async () => ['db "prod" 7'] });
    on.server.script({ toolCalls: [{ name: 'find', arguments: '{"name":"NAME_1"}' }] }, '{"name":"NAME_1"}');
    const about = ask('What is db "prod" 7?');
    const tools = [{ name: 'find', description: 'Finds.', parameters: { type: 'object' } }];
    const { toolCalls } = await on.llm.complete('chat', { ...about, tools });
    expect(JSON.parse(toolCalls[0]?.arguments ?? '')).toEqual({ name: 'db "prod" 7' });
    expect(await on.llm.json('chat', about, z.object({ name: z.string() }))).toEqual({ name: 'db "prod" 7' });
  });

  it('are not confused with words that look like a placeholder', async () => {
    await using on = await openLlmWithServer({}, hidden, { names });
    on.server.respond(({ messages }) => messages[0]?.content ?? '');
    const content = 'The variable NAME_1 of db-prod-7 is ADDRESS_2.';
    expect((await on.llm.complete('chat', ask(content))).text).toBe(content);
    expect(sent(on)).not.toContain('db-prod-7');
  });

  it('are plain words in texts whose vectors are asked for', async () => {
    await using on = await openLlmWithServer({}, { ...hidden, embeddingModel: 'e' }, { names });
    await on.llm.embed(['db-prod-7 at 10.20.30.40 is slow']);
    expect(on.server.embedded).toEqual(['name at address is slow']);
  });

  it('follow the inventory', async () => {
    let current = ['one-host-1'];
    await using on = await openLlmWithServer({}, hidden, { names: async () => current });
    on.server.respond(() => 'ok');
    await on.llm.complete('chat', ask('one-host-1'));
    current = ['new-host-2'];
    on.llm.namesChanged();
    await on.llm.complete('chat', ask('new-host-2'));
    expect(sent(on)).not.toMatch(/one-host|new-host/);
  });
});
