import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LabSizeName } from '../lab/size.ts';
import { acceptBuiltIn, type Mcp } from './mcp/open-mcp.ts';
import { formatProblems, parseServer, ServerConfigError, type ServerConfig } from './mcp/server-config.ts';
import { DomainError } from './platform/errors.ts';

/** The name that the embedded lab has as a source. */
export const labSource = 'lab';

export interface LabChoice {
  readonly size: LabSizeName;
  readonly seed: string;
  readonly scenarios: readonly string[];
}

/**
 * How the embedded lab is started: an entry of the shared `mcpServers` format, run by the Node that runs this. `now` is
 * where its time begins, so that the same datacenter comes back the next time.
 */
export function embeddedLabEntry(options: LabChoice & { readonly now: string }) {
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
    // In the desktop application the running program is Electron, which is a Node when it is told so.
    ...(process.versions['electron'] !== undefined && { env: { ELECTRON_RUN_AS_NODE: '1' } }),
    datacenterDocs: { simulated: true },
  };
}

/**
 * Configures the lab as a source, or as another one than before, and accepts it. One that was there keeps its day, so
 * that only what is chosen differs.
 * @throws DomainError server-exists when a source of that name is something else
 */
export async function setUpLab(mcp: Mcp, choice: LabChoice, now: string, signal: AbortSignal): Promise<void> {
  const { servers } = await mcp.servers.read();
  const before = servers.find((server) => server.name === labSource);
  if (before && !labOf(before)) {
    throw new DomainError('server-exists', `There is a source "${labSource}" that is not the lab.`, {
      hint: 'Give it another name: remove it, and add it again.',
    });
  }
  const began = before?.transport.kind === 'stdio' ? beginningOf(before.transport.args) : undefined;
  const parsed = parseServer(labSource, embeddedLabEntry({ ...choice, now: began ?? now }));
  if (!parsed.ok) throw new ServerConfigError('server-config-malformed', formatProblems(parsed.problems));
  await mcp.servers.put([parsed.config]);
  await acceptBuiltIn(mcp.pool, labSource, signal);
}

/** What was chosen of the lab; undefined when this is another server. */
export function labOf({
  name,
  transport,
}: ServerConfig):
  { readonly size: string; readonly seed: string; readonly scenarios: readonly string[] } | undefined {
  if (name !== labSource || transport.kind !== 'stdio') return undefined;
  const { args } = transport;
  const isLab = args.some((arg) => /[\\/]lab([\\/]main\.ts|\.js)$/.test(arg)) && args.includes('--stdio');
  if (!isLab) return undefined;
  return {
    size: valuesOf(args, '--size')[0] ?? 'small',
    seed: valuesOf(args, '--seed')[0] ?? 'lab',
    scenarios: valuesOf(args, '--scenario'),
  };
}

/** The instant at which the time of a lab that was set up earlier begins. */
export function beginningOf(args: readonly string[]): string | undefined {
  return valuesOf(args, '--now')[0];
}

function valuesOf(args: readonly string[], option: string): string[] {
  return args.flatMap((arg, i) => (args[i - 1] === option ? [arg] : []));
}

/** The lab's own entry: in a checkout its source, in a build beside the entry or above the chunk that this became. */
function labProgram(): string {
  const places = ['../lab/main.ts', './lab.js', '../lab.js'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new DomainError('lab-missing', `The lab's program was found in none of ${places.join(', ')}.`, {
    hint: 'The installation is incomplete: install it again.',
  });
}
