import { describe, expect, test } from 'vitest';
import { compiledProfile } from '../../../test/support/read-profile.ts';
import { scriptedSession } from '../../../test/support/scripted-session.ts';
import { collectEntities } from '../../../test/support/network-estate.ts';
import { systemClock } from '../platform/clock.ts';
import { compileExpression } from '../platform/expression.ts';
import { profileFunctions } from './functions.ts';
import { parseProfile } from './parse-profile.ts';
import { profileAdapter } from './profile-adapter.ts';

const textOf = (attributes: Readonly<Record<string, string>>, more = '') => `
profile: 1
id: hostile
title: Hostile
domain: vmware
matches: { tools: [list] }
tools: { list: read }
collect:
  - { step: all, tool: list, items: items }
entities:
  - kind: vm
    from: all
    nativeId: id
    name: name
    labels: tags
    attributes: ${JSON.stringify(attributes)}
    ${more}
`;

async function collect(text: string, answer: unknown) {
  const adapter = profileAdapter(compiledProfile(text), {
    clock: systemClock,
    revision: 'test',
    isKnown: () => false,
  });
  return collectEntities(adapter, scriptedSession({ list: () => answer }));
}
const bounds = { timeout: 200, stack: 100, sequence: 10_000 };
const run = (text: string, input: unknown) =>
  compileExpression(text, bounds, profileFunctions).evaluate(input);

describe('a hostile answer', () => {
  test('with names of prototypes changes nothing but its own record', async () => {
    const items = JSON.parse(
      '[{"id":"1","name":"a","notes":"kept","tags":{"__proto__":{"polluted":"yes"},"constructor":"c","ok":"yes"},"__proto__":{"notes":"no"}}]',
    ) as unknown;
    const { entities, rejects } = await collect(textOf({ notes: 'notes' }), { items });
    expect(rejects).toEqual([]);
    expect(entities).toMatchObject([{ name: 'a', attributes: { notes: 'kept' } }]);
    expect(Object.keys(entities[0]?.labels ?? {}).toSorted()).toEqual(['constructor', 'ok']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('that passes itself off as functions of the language is data, or nothing', async () => {
    const items = [
      { id: '1', name: 'a', notes: { _jsonata_lambda: true, body: 'x', arguments: [] } },
      { id: '2', name: 'b', notes: { _jsonata_function: true, implementation: 'x' } },
    ];
    const { entities } = await collect(textOf({ notes: '$string(notes)', dnsName: 'notes.implementation' }), {
      items,
    });
    for (const { attributes } of entities) expect(JSON.stringify(attributes)).not.toContain('"x"');
  });

  test('of many things is mapped in turns, and everything else has its turn between', async () => {
    const items = Array.from({ length: 20_000 }, (_, i) => ({ id: String(i), name: `vm-${i}`, mem: 4_096 }));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const { entities } = await collect(textOf({ memoryBytes: '$bytes(mem, "MiB")' }), { items });
    clearInterval(timer);
    expect(entities).toHaveLength(20_000);
    expect(turns).toBeGreaterThan(3);
  });

  test('with one thing that does not fit costs that thing alone, and says where', async () => {
    const items = [
      { id: '1', name: 'fits', mem: 1 },
      { id: '2', name: 'wrong', mem: -5 },
      { name: 'nameless' },
      { id: '3', name: { a: 1 } },
    ];
    const { entities, rejects, events } = await collect(textOf({ memoryBytes: '$bytes(mem, "MiB")' }), {
      items,
    });
    expect(entities.map(({ name }) => name)).toEqual(['fits']);
    expect(rejects).toMatchObject([
      { path: 'nativeId', reason: 'expected "id" to give a text, came nothing' },
      { nativeId: '3', path: 'name', reason: 'expected "name" to give a text, came {"a":1}' },
      { nativeId: '2', name: 'wrong', path: 'attributes.memoryBytes' },
    ]);
    expect(events).toContainEqual({ type: 'complete', kind: 'vm' });
  });

  test('nested deeper than anything is refused where it is read', async () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const { entities, events } = await collect(textOf({}), `{"items": ${deep}}`);
    expect(entities).toEqual([]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'failed', kind: 'vm' }));
  });
});

describe('an expression', () => {
  test.each([
    ['$match(name, /^(a+)+$/)', /regular expressions/],
    ['$replace(name, /(x+x+)+y/, "")', /regular expressions/],
    ['name ~> /a/', /regular expressions/],
    ['$split(name, /,/)', /regular expressions/],
    [`${'('.repeat(80)}1${')'.repeat(80)}`, /nested too deep/],
  ])('is not taken: %s', (text, because) => {
    const parsed = parseProfile(textOf({ notes: text }), []);
    expect(parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path} ${message}`)).toEqual([
      expect.stringMatching(because),
    ]);
  });

  test.each([
    ['that runs what a server says', '$eval(code)', { code: '1+1' }],
    ['that never ends', '($f := function($x){ $f($x) }; $f(1))', {}],
    ['that makes a list without an end', '[1..100000000]', {}],
    ['that doubles a list again and again', '$reduce([1..40], function($a, $b){ $append($a, $a) }, [1])', {}],
  ])('fails in its bounds, %s', async (_, text, input) => {
    const began = performance.now();
    await expect(run(text, input)).rejects.toThrow(/not available|takes longer than 200 ms|sequence|range/i);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test('that takes too long is asked once, not for every thing', async () => {
    const items = Array.from({ length: 50 }, (_, i) => ({ id: String(i), name: `vm-${i}` }));
    const began = performance.now();
    const { events } = await collect(textOf({ notes: '($f := function($x){ $f($x) }; $f(1))' }), { items });
    expect(events).toContainEqual({
      type: 'failed',
      kind: 'vm',
      reason: expect.stringContaining('takes longer than 1000 ms') as string,
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('makes no text longer than there is reason for', async () => {
    expect(String(await run('$pad("x", 1000000000)', {})).length).toBe(1_000);
  });

  test('takes lines apart in one pass, however they look', async () => {
    const line = 'a: '.repeat(200_000);
    const began = performance.now();
    await run('$count($scan(text, "{a}: {b}: {c}: {d}; never"))', { text: line });
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('what profiles have beside JSONata', () => {
  test.each([
    ['$bytes(16, "GiB")', 17_179_869_184],
    ['$bytes(16, "GB")', 16_000_000_000],
    ['$bytes("4,096 MiB")', 4_294_967_296],
    ['$bytes("1.5", "KiB")', 1_536],
    ['$bytes("many")', undefined],
    ['$bytes(5)', undefined],
    ['$seconds(2, "h")', 7_200],
    ['$seconds("3 d")', 259_200],
    ['$instant(0, "s")', '1970-01-01T00:00:00.000Z'],
    ['$instant("2026-11-23T12:00:00+01:00")', '2026-11-23T11:00:00.000Z'],
    ['$instant("2026-11-23 12:00:00")', undefined],
    ['$truth("Enabled")', true],
    ['$truth("0")', false],
    ['$truth("maybe")', undefined],
    ['$list("one")', ['one']],
    ['$list(nothing)', []],
    ['$read("{\\"a\\": [1, 2]}").a', [1, 2]],
    [
      '$scan("• Status: up\\n• Cores: 4", "• {name}: {value}")',
      [
        { name: 'Status', value: 'up' },
        { name: 'Cores', value: '4' },
      ],
    ],
    ['$scan("name (ID: 100)", "{name} (ID: {id})")', [{ name: 'name', id: '100' }]],
  ])('%s', async (text, expected) => {
    expect(await run(text, {})).toEqual(expected);
  });
});
