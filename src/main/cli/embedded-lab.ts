import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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
  const source = fileURLToPath(new URL('../../lab/main.ts', import.meta.url));
  const built = fileURLToPath(new URL('../lab.js', import.meta.url));
  return {
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      existsSync(source) ? source : built,
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
