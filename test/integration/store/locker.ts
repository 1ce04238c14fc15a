/**
 * A process that wants a data directory: node locker.ts DATA_DIR WHAT. Waits for a line on stdin, takes the lock,
 * says `{"got":…}` or `{"refused":…}`, and ends when its stdin does.
 */
import { once } from 'node:events';
import { DomainError } from '../../../src/main/platform/errors.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { lockDataDir } from '../../../src/main/store/data-dir-lock.ts';

const [dataDir = '', what = 'locker'] = process.argv.slice(2);
process.stdout.write('{"ready":true}\n');
await once(process.stdin, 'data');
process.stdin.on('end', () => process.exit(0)).resume();
try {
  const { owner, tookOver } = await lockDataDir({ dataDir, what, clock: systemClock });
  process.stdout.write(`${JSON.stringify({ got: owner, tookOver })}\n`);
} catch (error) {
  const refused =
    error instanceof DomainError
      ? { code: error.code, message: error.message, hint: error.hint }
      : String(error);
  process.stdout.write(`${JSON.stringify({ refused })}\n`);
}
