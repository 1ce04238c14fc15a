import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DomainError } from '../platform/errors.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { failureOf } from './failures.ts';

const told = (error: unknown) =>
  failureOf(error, 'documents.show', { random: systemRandom, logger: silentLogger });

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('expected something to be thrown');
}

test('what the operating system refused is said in its own words', () => {
  const refused = thrownBy(() => readFileSync('/no-such-folder/file'));
  expect(told(refused)).toMatchObject({
    code: 'system',
    message: expect.stringContaining('ENOENT') as string,
  });
});

test('what was raised on purpose is told whole, and a fault of the program not at all', () => {
  expect(told(new DomainError('a-code', 'what', { hint: 'do' }))).toEqual({
    code: 'a-code',
    message: 'what',
    hint: 'do',
  });
  const fault = Object.assign(new TypeError('hunter2'), { code: 'ERR_INVALID_ARG_TYPE' });
  expect(JSON.stringify(told(fault))).not.toContain('hunter2');
});
