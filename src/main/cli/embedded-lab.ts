import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DomainError } from '../platform/errors.ts';
import type { LabSizeName } from '../../lab/size.ts';

/** The name that the embedded lab has as a source. */
export const labSource = 'lab';

/**
 * How the embedded lab is started: an entry of the shared `mcpServers` format, run by the Node that runs this. `now` is
 * where its time begins, so that the same datacenter comes back the next time.
 */
export function embeddedLabEntry(options: {
  now: string;
  size: LabSizeName;
  seed: string;
  scenarios: readonly string[];
}) {
  return {
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      labProgram(),
      '--stdio',
      '--size',
      options.size,
      '--seed',
      options.seed,
      '--now',
      options.now,
      ...options.scenarios.flatMap((scenario) => ['--scenario', scenario]),
    ],
    datacenterDocs: { simulated: true },
  };
}

/** The instant at which the time of a lab that was set up earlier begins. */
export function beginningOf(args: readonly string[]): string | undefined {
  const option = args.indexOf('--now');
  return option === -1 ? undefined : args[option + 1];
}

/** The lab's own entry: in a checkout its source, in a build beside the entry or above the chunk that this became. */
function labProgram(): string {
  const places = ['../../lab/main.ts', './lab.js', '../lab.js'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new DomainError('lab-missing', `The lab's program was found in none of ${places.join(', ')}.`, {
    hint: 'The installation is incomplete: install it again.',
  });
}
