import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { createRedactor } from '../platform/secrets-redact.ts';
import { createCrashLog } from './crash-log.ts';

function crashLog(folder: string) {
  const redactor = createRedactor();
  redactor.add('hunter2hunter2');
  return createCrashLog({ folder, clock: createFakeClock(), redactor });
}

describe('the crash log', () => {
  it('says what happened, where and in which version, for its owner alone', () => {
    using temporary = temporaryFolder();
    const folder = join(temporary.path, 'logs');
    const file = crashLog(folder).record(
      'uncaught exception',
      new Error('outer', { cause: new TypeError('inner') }),
    );
    const text = readFileSync(file ?? '', 'utf8');
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT.* uncaught exception\n/);
    expect(text).toContain('Error: outer');
    expect(text).toContain('caused by TypeError: inner');
    expect(text).toContain(process.versions.node);
    expect(statSync(file ?? '').mode & 0o077).toBe(0);
  });

  it('holds no secret that the process has seen', () => {
    using folder = temporaryFolder();
    const file = crashLog(folder.path).record('page gone', { header: 'Bearer hunter2hunter2' });
    const text = readFileSync(file ?? '', 'utf8');
    expect(text).not.toContain('hunter2');
    expect(text).toContain('[redacted]');
  });

  it('keeps the newest twenty, and touches no other file', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'desktop.log'), 'log');
    const log = crashLog(folder.path);
    for (let i = 0; i < 25; i += 1) log.record(`crash ${i}`, i);
    const files = readdirSync(folder.path).toSorted();
    expect(files.filter((name) => name.startsWith('crash-'))).toHaveLength(20);
    expect(files).toContain('desktop.log');
    expect(readFileSync(join(folder.path, files[0] ?? ''), 'utf8')).toContain('crash 5');
  });

  it('never throws', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(crashLog(join(file, 'logs')).record('x', 'y')).toBeUndefined();
    expect(readFileSync(crashLog(folder.path).record('x', circle) ?? '', 'utf8')).toContain('Circular');
  });
});
