import * as fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { pureExpression, template } from './pure-expression.ts';

const leaf = fc.oneof(
  fc.constantFrom(
    'now.a',
    'now.b',
    'before.a',
    'target.missing',
    '"on"',
    '"off"',
    '1',
    '2.5',
    'true',
    'false',
    'null',
  ),
);
const condition = fc.letrec<{ value: string; test: string }>((tie) => ({
  value: fc.oneof(
    leaf,
    fc.tuple(leaf, fc.constantFrom('+', '-', '*', '/'), leaf).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
  test: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(leaf, fc.constantFrom('=', '!='), leaf).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(leaf, fc.constantFrom('<', '<=', '>', '>='), leaf).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(leaf, leaf, leaf).map(([a, b, c]) => `${a} in [${b}, ${c}]`),
    leaf.filter((one) => one.includes('.')).map((name) => `$exists(${name})`),
    fc
      .tuple(tie('test'), fc.constantFrom('and', 'or'), tie('test'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
  ),
})).test;
const facts = fc.record(
  {
    a: fc.oneof(fc.constantFrom('on', 'off', 1, 2.5, true, null)),
    b: fc.oneof(fc.constantFrom('on', 3, false)),
  },
  { requiredKeys: [] },
);

describe('what an action decides by', () => {
  test('means what JSONata means, wherever JSONata has an answer', async () => {
    await fc.assert(
      fc.asyncProperty(condition, facts, facts, async (text, now, before) => {
        const context = { now, before, target: {} };
        let expected: unknown;
        try {
          expected = await jsonata(text).evaluate(context);
        } catch {
          return; // It compares what cannot be compared: here nothing follows from that.
        }
        expect(pureExpression(text).evaluate(context) === true).toBe(expected === true);
      }),
      { numRuns: propertyRuns(400, 20_000) },
    );
  });

  test('holds nothing against nothing: what is not known is not the same as anything', () => {
    const context = { now: {}, before: {} };
    expect(pureExpression('now.a = before.a').evaluate(context)).toBeUndefined();
    expect(pureExpression('now.a != before.a').evaluate(context)).toBeUndefined();
    expect(pureExpression('now.a != "off"').evaluate(context)).toBeUndefined();
  });

  test('nor is it the opposite of anything: a check does not hold because nobody could look', () => {
    const value = (text: string) => pureExpression(text).evaluate({ now: { on: true, off: false } });
    expect(value('$not(now.locked)')).toBeUndefined();
    expect(value('$not(now.state = "locked")')).toBeUndefined();
    expect(value('$not(now.on and now.state = "locked")')).toBeUndefined();
    expect(value('$not(now.off or now.state = "locked")')).toBeUndefined();
    expect(value('$not(now.off and now.state = "locked")')).toBe(true);
    expect(value('$not(now.state = "locked" or now.on)')).toBe(false);
    expect(value('$not($exists(now.locked))')).toBe(true);
    expect(value('$not(now.off)')).toBe(true);
  });

  test('knows no names but those that stand there themselves', () => {
    expect(pureExpression('now.constructor').evaluate({ now: {} })).toBeUndefined();
    expect(pureExpression('now.`__proto__`').evaluate({ now: {} })).toBeUndefined();
  });

  test.each([
    '$eval(now.a)',
    '$now()',
    'now.list[0]',
    'now.*',
    '**.a',
    '$x := 1',
    'function($x){$x}(1)',
    '[1..10]',
    '{"a": now.a}',
    'now.a ~> $string',
    '/a+/',
    'powerState',
  ])('takes no %s', (text) => {
    expect(() => pureExpression(text)).toThrow(/expected names|regular expressions|not available/);
  });

  test('is said in words with the numbers in them', () => {
    const said = template('{target.name} is {now.powerState}, with {now.vcpus * 2} threads, {now.none}');
    expect(said.say({ target: { name: 'web-01' }, now: { powerState: 'on', vcpus: 2 } })).toBe(
      'web-01 is on, with 4 threads, not known',
    );
  });
});
