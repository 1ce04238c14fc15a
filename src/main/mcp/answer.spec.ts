import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { MalformedAnswerError, readResourceResult, readText, readToolResult } from './answer.ts';

const text = (...parts: string[]) => ({ content: parts.map((part) => ({ type: 'text', text: part })) });

describe('the result of a tool call', () => {
  it('is its structured content, the very same object', () => {
    const structuredContent = { items: [{ a: 1 }] };
    const result = readToolResult({ ...text('{"items":[]}'), structuredContent });
    expect(result.form).toBe('structured');
    expect(result.data).toBe(structuredContent);
    expect(result.text).toBe('{"items":[]}');
  });

  it('is the JSON in its text', () => {
    expect(readToolResult(text('{"a":[1]}'))).toEqual({
      isError: false,
      text: '{"a":[1]}',
      data: { a: [1] },
      form: 'json',
    });
  });

  it('is a list when every part is JSON', () => {
    expect(readToolResult(text('{"a":1}', '[2]'))).toMatchObject({
      data: [{ a: 1 }, [2]],
      form: 'json-lines',
    });
  });

  it('is the one part that can be read, beside sentences', () => {
    expect(readToolResult(text('Found one.', '{"a":1}'))).toMatchObject({ data: { a: 1 }, form: 'json' });
  });

  it('is read from embedded resources; images carry nothing', () => {
    const content = [
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
      { type: 'resource', resource: { uri: 'x://y', text: '{"a":1}' } },
    ];
    expect(readToolResult({ content })).toMatchObject({ data: { a: 1 }, form: 'json' });
  });

  it('keeps what a failed call says', () => {
    expect(readToolResult({ ...text('no such VM'), isError: true })).toEqual({
      isError: true,
      text: 'no such VM',
      data: undefined,
      form: 'text',
    });
  });

  it('is read from servers of the first protocol version', () => {
    expect(readToolResult({ toolResult: { a: 1 } })).toMatchObject({ data: { a: 1 }, form: 'structured' });
  });

  it.each([
    [{}, /neither content nor structuredContent/],
    [{ content: 'x' }, /content to be a list, got "x"/],
    [{ content: [{ type: 'text' }] }, /text part's text, got nothing/],
    [{ content: [7] }, /parts with a type, got 7/],
    [{ content: [], isError: 'no' }, /isError to be true or false/],
    [{ structuredContent: 'x' }, /structuredContent to be an object/],
  ])('is refused when malformed: %j', (result, message) => {
    expect(() => readToolResult(result)).toThrow(MalformedAnswerError);
    expect(() => readToolResult(result)).toThrow(message);
  });
});

describe('the result of reading a resource', () => {
  it('is text with its data, decoded text, or bytes', () => {
    const contents = [
      { uri: 'a', text: '{"x":1}' },
      {
        uri: 'b',
        mimeType: 'application/yaml',
        blob: Buffer.from('a: 1\nb:\n  - c: 2\n').toString('base64'),
      },
      { uri: 'c', mimeType: 'image/png', blob: 'AQI=' },
    ];
    const [first, second, third] = readResourceResult({ contents });
    expect(first).toEqual({ uri: 'a', text: '{"x":1}', data: { x: 1 } });
    expect(second).toMatchObject({ mimeType: 'application/yaml', data: { a: 1, b: [{ c: 2 }] } });
    expect(third).toEqual({ uri: 'c', mimeType: 'image/png', data: new Uint8Array([1, 2]) });
  });

  it.each([[{}], [{ contents: [{}] }], [{ contents: [{ uri: 'a' }] }]])(
    'is refused when malformed: %j',
    (result) => {
      expect(() => readResourceResult(result)).toThrow(MalformedAnswerError);
    },
  );
});

describe('text', () => {
  it.each([
    ['JSON with space around', ' \n[{"a":1}]\n', [{ a: 1 }], 'json'],
    ['JSON lines', '{"a":1}\n\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }], 'json-lines'],
    ['fenced JSON', 'Here:\n```json\n{"a":1}\n```\nDone.', { a: 1 }, 'json'],
    ['fenced JSON without a language', '```\n[1]\n```', [1], 'json'],
    ['fenced YAML, however plain', '```yaml\na: 1\n```', { a: 1 }, 'yaml'],
    [
      'JSON after a sentence',
      'Found 2 clusters:\n[{"name":"a"},{"name":"b"}]',
      [{ name: 'a' }, { name: 'b' }],
      'json',
    ],
    ['JSON after a colon', 'Result: {"a":1}', { a: 1 }, 'json'],
    [
      'a Kubernetes manifest',
      'apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  name: a\n',
      { apiVersion: 'v1', kind: 'List', items: [{ kind: 'Pod', name: 'a' }] },
      'yaml',
    ],
    ['several YAML documents', '---\na: 1\n---\na: 2\n', [{ a: 1 }, { a: 2 }], 'yaml'],
    [
      'a YAML list of mappings',
      '- name: a\n  cpus: 2\n- name: b\n  cpus: 4\n',
      [
        { name: 'a', cpus: 2 },
        { name: 'b', cpus: 4 },
      ],
      'yaml',
    ],
    [
      'flat YAML with enough keys',
      'name: a\nsize: 3\nstate: up\n',
      { name: 'a', size: 3, state: 'up' },
      'yaml',
    ],
    ['JSON in colours', '\u001B[32m{"a":1}\u001B[0m', { a: 1 }, 'json'],
  ])('is read as %s', (_, given, data, form) => {
    expect(readText(given)).toEqual({ data, form });
  });

  it.each([
    ['a sentence', 'All hosts are healthy.'],
    ['nothing', ''],
    ['a bare number', '42'],
    ['a bare word in quotes', '"ok"'],
    ['a log line', '[INFO] connected to {host}'],
    ['notes with colons', 'Note: this is only an estimate\nWarning: the array is nearly full'],
    ['a bullet list', '- first restart the node\n- then wait'],
    ['two fenced blocks', '```json\n{"a":1}\n```\nor\n```json\n{"a":2}\n```'],
    ['JSON that breaks off', '{"items":[{"a":1},'],
    [
      'a description for people',
      'Name:         web-1\nNamespace:    default\nLabels:       app=web\n              tier=front',
    ],
    ['a shell pipeline', 'kubectl get pods | grep web\nkubectl get svc | grep web'],
    ['a sentence with braces before the JSON', 'Use {name}: {"a":1}'],
  ])('stays prose: %s', (_, given) => {
    expect(readText(given)).toEqual({ data: undefined, form: 'text' });
  });

  it('survives what is meant to break it', () => {
    const bomb = [
      'a: &a ["x","x","x","x","x","x","x","x","x"]',
      ...'bcdefghi'
        .split('')
        .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
    ].join('\n');
    expect(readText(bomb)).toEqual({ data: undefined, form: 'text' });
    expect(readText('['.repeat(100_000))).toEqual({ data: undefined, form: 'text' });
    expect(readText(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)).toEqual({ data: undefined, form: 'text' });
    expect(
      readText(`a:\n${Array.from({ length: 3_000 }, (_, n) => `${' '.repeat(n + 1)}b:`).join('\n')}`).form,
    ).toBe('text');
  });

  it('never lets a prototype key through', () => {
    for (const hostile of [
      '{"__proto__":{"x":1},"a":1}',
      '{"\\u005f_proto__":{"x":1},"a":1}',
      'a: 1\n__proto__:\n  x: 1\n',
      '| a | __proto__ |\n|---|---|\n| 1 | 2 |',
    ]) {
      const { data } = readText(hostile);
      const record = (Array.isArray(data) ? data[0] : data) as object;
      expect(Object.hasOwn(record, '__proto__')).toBe(false);
      expect(Reflect.get(record, 'x')).toBeUndefined();
    }
  });

  it('never throws', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '|',
      '---',
      '+--+',
      '\n',
      '  ',
      'a',
      'A',
      '1',
      '```',
      '- ',
      '&x',
      '*x',
      '\\',
      '!!js',
      '%',
      '\t',
      'é',
      '\0',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
        ),
        (given) => {
          const { data, form } = readText(given);
          expect(data === undefined).toBe(form === 'text');
        },
      ),
      { numRuns: propertyRuns(500, 20_000) },
    );
  });

  it('gives back any JSON document', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
        fc.boolean(),
        (value, pretty) => {
          const written = JSON.stringify(value, null, pretty ? 2 : 0);
          fc.pre(!written.includes('__proto__'));
          expect(readText(written)).toEqual({ data: JSON.parse(written) as unknown, form: 'json' });
        },
      ),
      { numRuns: propertyRuns(200, 5_000) },
    );
  });
});
