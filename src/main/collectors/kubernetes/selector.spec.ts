import { describe, expect, test } from 'vitest';
import { selects, selectorText } from './selector.ts';

const selector = (
  matchLabels: Record<string, string>,
  matchExpressions: { key: string; operator: string; values: string[] }[] = [],
) => ({ matchLabels, matchExpressions });

describe('a label selector', () => {
  test('asks for every label that it names', () => {
    expect(selects(selector({ app: 'a', tier: 'web' }), { app: 'a', tier: 'web', more: 'x' })).toBe(true);
    expect(selects(selector({ app: 'a', tier: 'web' }), { app: 'a' })).toBe(false);
  });

  test.each([
    ['In', ['a', 'b'], { app: 'b' }, true],
    ['In', ['a', 'b'], {}, false],
    ['NotIn', ['a'], {}, true],
    ['NotIn', ['a'], { app: 'a' }, false],
    ['Exists', [], { app: '' }, true],
    ['DoesNotExist', [], { app: '' }, false],
    ['Sometimes', [], { app: '' }, false],
  ])('%s %j on %j is %s', (operator, values, labels, expected) => {
    expect(selects(selector({}, [{ key: 'app', operator, values }]), labels)).toBe(expected);
  });

  test('takes everything when it is empty, and says so', () => {
    expect(selects(selector({}), { any: 'thing' })).toBe(true);
    expect(selectorText(selector({}))).toBe('everything');
  });

  test('reads the same however it was written', () => {
    const one = selector({ b: '2', a: '1' }, [{ key: 'c', operator: 'In', values: ['y', 'x'] }]);
    const other = selector({ a: '1', b: '2' }, [{ key: 'c', operator: 'In', values: ['x', 'y'] }]);
    expect(selectorText(one)).toBe(selectorText(other));
    expect(selectorText(one)).toBe('a=1, b=2, c in (x, y)');
  });
});
