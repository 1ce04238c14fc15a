import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { createRedactor } from '../platform/secrets-redact.ts';
import { openLogFile } from './log-file.ts';

describe('the log of the desktop', () => {
  it('is one JSON object a line, without secrets', () => {
    using folder = temporaryFolder();
    const redactor = createRedactor();
    const file = join(folder.path, 'logs', 'desktop.log');
    const { logger, flush } = openLogFile(file, redactor);
    redactor.add('hunter2hunter2');
    logger.info({ source: 'vcenter-a' }, 'connected');
    logger.warn({ err: new Error('password hunter2hunter2 refused') }, 'hunter2hunter2');
    flush();
    const text = readFileSync(file, 'utf8');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{ source: 'vcenter-a', msg: 'connected' }, { msg: '[redacted]' }]);
    expect(text).not.toContain('hunter2');
  });

  it('begins anew when it has grown, and keeps the one before', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'desktop.log');
    writeFileSync(file, 'x'.repeat(10_000_001));
    const { logger, flush } = openLogFile(file, createRedactor());
    logger.info({}, 'fresh');
    flush();
    expect(readFileSync(file, 'utf8')).toContain('fresh');
    expect(readFileSync(file, 'utf8').length).toBeLessThan(1_000);
    expect(existsSync(join(folder.path, 'desktop.1.log'))).toBe(true);
  });
});
