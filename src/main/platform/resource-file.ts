import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DomainError } from './errors.ts';

/**
 * Path of a file of `resources/`. The folder lies beside `src` in a checkout and beside `out` in a build, so it is
 * looked for from here upwards.
 * @throws DomainError resource-missing
 */
export function resourceFile(name: string, from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'resources', name);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) break;
  }
  throw new DomainError('resource-missing', `resources/${name} was found nowhere above ${from}`, {
    hint: 'the installation is incomplete: install it again',
  });
}
