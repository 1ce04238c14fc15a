import { expect, test } from 'vitest';
import { cellText, type CellWords } from './cell-text.ts';

const words: CellWords = {
  yes: 'yes',
  no: 'no',
  none: 'none',
  noReason: 'no reason given',
  unknown: (reason) => `Unknown: ${reason}`,
  lastKnown: (reason) => `Last known: ${reason}`,
  relative: () => '3 min. ago',
  absolute: (at) => at,
  kindName: (kind) => kind.toUpperCase(),
};
const number = (path: string) => ({ path, type: 'number' as const });
const textOf = (path: string) => ({ path, type: 'text' as const });

test('an unknown value is a dash with its reason, never a zero', () => {
  expect(cellText(number('usedBytes'), null, 'VM is off', words)).toEqual({
    text: '–',
    hint: 'Unknown: VM is off',
    state: 'unknown',
  });
  expect(cellText(number('usedBytes'), 0, undefined, words)).toMatchObject({ text: '0 B', state: 'known' });
  expect(cellText(textOf('dnsName'), null, undefined, words).hint).toBe('Unknown: no reason given');
});

test('a value that was remembered says so', () => {
  expect(cellText(textOf('dnsName'), 'a.example', 'Tools not running (last known …)', words)).toEqual({
    text: 'a.example',
    hint: 'Last known: Tools not running (last known …)',
    state: 'last-known',
  });
});

test('quantities have their unit, moments their exact time on hover, empty lists a word', () => {
  expect(cellText(number('memoryBytes'), 8 * 2 ** 30, undefined, words).text).toBe('8 GiB');
  expect(
    cellText({ path: 'changedAt', type: 'moment' }, '2026-11-23T12:00:00.000Z', undefined, words),
  ).toMatchObject({
    text: '3 min. ago',
    hint: '2026-11-23T12:00:00.000Z',
  });
  expect(cellText({ path: 'ips', type: 'list' }, [], undefined, words).text).toBe('none');
  expect(cellText({ path: 'ips', type: 'list' }, ['10.0.0.1', '10.0.0.2'], undefined, words).text).toBe(
    '10.0.0.1, 10.0.0.2',
  );
});

test('states that are wrong are marked', () => {
  expect(cellText(textOf('overallStatus'), 'red', undefined, words).status).toBe('critical');
  expect(cellText(textOf('powerState'), 'off', undefined, words).status).toBeUndefined();
});

test('nothing in a value turns the direction of the text around it, or hides', () => {
  const { text } = cellText(textOf('name'), '\u{202E}gnp.exe\u{200B}', undefined, words);
  expect(text).toBe('\u{FFFD}gnp.exe\u{FFFD}');
  const many = cellText(textOf('ipAddresses'), ['a\u{2066}', 'b'], undefined, words);
  expect(many).toMatchObject({ text: 'a\u{FFFD}, b', hint: 'a\u{FFFD}\nb' });
});
