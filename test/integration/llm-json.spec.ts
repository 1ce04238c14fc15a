import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, openLlmWithServer } from '../support/llm-with-server.ts';

const verdict = z.strictObject({ cause: z.string(), confidence: z.number(), hosts: z.array(z.string()) });
const good = { cause: 'disk full', confidence: 0.8, hosts: ['esx01', 'esx02'] };
const text = JSON.stringify(good);

describe('JSON of a schema', () => {
  it.each([
    ['as it is', text],
    ['in a fence', `Here it is:\n\`\`\`json\n${text}\n\`\`\`\nI hope this helps.`],
    ['after words with brackets', `As [1] says, {sic}: ${text}`],
    ['with commas too many', text.replace('"esx02"]}', '"esx02",],}')],
    ['with brackets that were forgotten', text.slice(0, -2)],
    ['in a fence that does not end', `\`\`\`json\n${text}`],
    ['after thoughts', `<think>{"cause": "no idea"}</think>${text}`],
  ])('is read %s, and asked for once', async (_, answer) => {
    await using on = await openLlmWithServer();
    on.server.script(answer);
    expect(await on.llm.json('generation', ask(), verdict)).toEqual(good);
    expect(on.server.chats[0]?.body['response_format']).toMatchObject({
      type: 'json_schema',
      json_schema: { strict: true, schema: { required: ['cause', 'confidence', 'hosts'] } },
    });
    expect(on.server.chats[0]?.messages[0]).toMatchObject({
      role: 'system',
      content: expect.stringContaining('JSON Schema') as string,
    });
  });

  it.each([
    ['no JSON', 'I cannot say.', 'there is no JSON in it|it is no JSON'],
    ['another form', '{"cause": 7}', 'does not fit the schema'],
    ['a value cut off in the middle', '{"cause": "disk f', 'in the middle of a value'],
    ['a number that may go on', '{"hosts": [], "cause": "x", "confidence": 0', 'in the middle of a value'],
  ])('is asked for once more with the reason: %s', async (_, bad, reason) => {
    await using on = await openLlmWithServer();
    on.server.script(bad, text);
    const restarts: true[] = [];
    const read = await on.llm.json('generation', ask(), verdict, { onRestart: () => restarts.push(true) });
    expect(read).toEqual(good);
    expect(restarts).toHaveLength(1);
    const [, , assistant, told] = on.server.chats[1]?.messages ?? [];
    expect(assistant).toMatchObject({ role: 'assistant', content: bad });
    expect(told?.content).toMatch(new RegExp(reason));
  });

  it('that was cut off at the limit is not completed by guessing, though only brackets miss', async () => {
    await using on = await openLlmWithServer();
    on.server.script({ text: text.slice(0, -2), finish: 'length' }, text);
    expect(await on.llm.json('generation', ask(), verdict)).toEqual(good);
    expect(on.server.chats).toHaveLength(2);
  });

  it('that does not come the second time either is told', async () => {
    await using on = await openLlmWithServer();
    on.server.respond(() => 'no');
    await expect(on.llm.json('generation', ask(), verdict)).rejects.toMatchObject({ code: 'llm-answer' });
    expect(on.server.chats).toHaveLength(2);
  });

  it.each([
    [{ jsonSchema: false }, 'json_object'],
    [{ jsonSchema: false, jsonObject: false }, undefined],
  ])('is asked for in the way that the endpoint knows: without %o', async (supports, format) => {
    await using on = await openLlmWithServer({ supports });
    on.server.respond(() => text);
    expect(await on.llm.json('generation', ask(), verdict)).toEqual(good);
    const sent = on.server.chats[0]?.body['response_format'] as { type?: string } | undefined;
    expect(sent?.type).toBe(format);
    const before = on.server.requests.length;
    await on.llm.json('generation', ask(), verdict);
    // Learned once.
    expect(on.server.requests.length).toBe(before + 1);
  });
});
