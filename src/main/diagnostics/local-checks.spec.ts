import { chmodSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { checkSpace } from './local-checks.ts';

it.skipIf(process.platform === 'win32').each([0o700, 0o750])(
  'a data directory of mode %o is closed to others',
  (mode) => {
    using folder = temporaryFolder();
    chmodSync(folder.path, mode);
    expect(checkSpace(folder.path)).toMatchObject({ status: 'ok' });
  },
);

it.skipIf(process.platform === 'win32').each([0o770, 0o777])(
  'a data directory of mode %o is warned of',
  (mode) => {
    using folder = temporaryFolder();
    chmodSync(folder.path, mode);
    expect(checkSpace(folder.path)).toMatchObject({
      status: 'warning',
      hint: expect.stringContaining(`chmod 700 ${folder.path}`) as string,
    });
  },
);
