import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createOutput } from './output.ts';

function captured(json: boolean) {
  const stdout = new PassThrough();
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  const streams = { stdout, stderr } as unknown as Parameters<typeof createOutput>[1];
  const output = createOutput({ json, quiet: false, color: false }, streams);
  const read = (stream: PassThrough) => String(stream.read() ?? '');
  return { output, out: () => read(stdout), err: () => read(stderr) };
}

it('a name with a line break stays in its row', () => {
  const { output } = captured(false);
  const table = output.table(['name', 'state'], [['vm-1\nvm-2  running', 'off']]);
  expect(
    table
      .split('\n')
      .slice(1)
      .filter((line) => line !== ''),
  ).toEqual(['vm-1 vm-2  running  off']);
});

it('JSON steers no terminal, and says the same', () => {
  const value = { name: 'a\u009b2J\u202Eb\u200F\u2066c' };
  const { output, out } = captured(true);
  output.data(value, () => '');
  const text = out();
  expect(text).toMatch(/^[\x20-\x7E\n]*$/);
  expect(JSON.parse(text)).toEqual(value);
});

it('what a server says of its progress steers no terminal', () => {
  const { output, err } = captured(false);
  const bar = output.progress('lab');
  bar.update(1, 2, '\u001b]0;owned\u0007first');
  bar.update(2, 2, '\u001b[2Jsecond\nwarning: forged');
  bar.finish();
  const text = err();
  expect(text).not.toContain('\u001b]0;');
  expect(text).not.toContain('\u001b[2J');
  expect(text).not.toContain('\nwarning: forged');
});
