import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { DomainError } from '../platform/errors.ts';
import { systemRandom } from '../platform/random.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { wholeNumber } from './option-values.ts';

interface ServeOptions {
  readonly port?: number;
  readonly listen?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly behindProxy?: string;
  readonly tokenFile?: string;
  readonly newToken?: boolean;
  readonly open?: boolean;
  readonly renderer?: string;
}

/** What a program that started the server reads, as one line. */
export interface ServeReadiness {
  /** With the token in its fragment: for a browser. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly version: string;
}

export function registerServeCommand(program: Command, context: CliContext): void {
  program
    .command('serve')
    .description('serve the console to browsers, and the HTTP API, until interrupted')
    .option(
      '--port <n>',
      'where to listen; 0 chooses a free one (default: 4780 if free)',
      wholeNumber(0, 65_535),
    )
    .option('--listen <address>', 'an address other machines reach; needs TLS files or a proxy')
    .option('--tls-cert <file>', 'certificate with its chain (PEM)')
    .option('--tls-key <file>', 'private key of the certificate (PEM)')
    .option('--behind-proxy <origin>', 'the address under which a proxy shows this server')
    .option('--token-file <file>', 'the token that lets in; readable by its owner alone')
    .option('--new-token', 'make the kept token anew: everybody who was let in needs the new one')
    .option('--open', 'open the address in the browser')
    .option('--renderer <dir>', 'the built console')
    .addHelpText(
      'after',
      `
Listens on this machine alone (127.0.0.1 and ::1) unless --listen says otherwise. Whoever opens the printed address is
let in: the token in it is kept in the data directory (server-token), so that the address stays good over a restart.
Programs send it as "Authorization: Bearer TOKEN"; the HTTP API describes itself at /api/v1/openapi.json.
With --json one line of JSON is printed once it answers. Ctrl-C or SIGTERM lets what runs finish for a while, a second
one ends it.`,
    )
    .action((options: ServeOptions) => serve(options, context));
}

async function serve(options: ServeOptions, context: CliContext): Promise<void> {
  // What was said wrong is told before anything is opened.
  const { planListening } = await import('../server/server-address.ts');
  const plan = planListening({
    ...(options.port !== undefined && { port: options.port }),
    ...(options.listen !== undefined && { address: options.listen }),
    ...(options.behindProxy !== undefined && { publicOrigin: options.behindProxy }),
    ...tlsOf(options),
  });
  if (options.tokenFile !== undefined && options.newToken === true) {
    throw new DomainError('usage', '--new-token makes the kept token anew; --token-file brings its own.');
  }
  await context.withApp(async (app, logger) => {
    const [{ startHost }, { startWebServer }, { keptToken, tokenFrom }, { version }] = await Promise.all([
      import('../server/start-host.ts'),
      import('../server/web-server.ts'),
      import('../server/server-token.ts'),
      import('../platform/version.ts'),
    ]);
    const token =
      options.tokenFile === undefined
        ? keptToken(app.dataDir, systemRandom, { renew: options.newToken ?? false })
        : tokenFrom(options.tokenFile);
    const host = { kind: 'server', startedAt: app.clock.now() } as const;
    const common = { app, host, operator: context.operator, random: systemRandom, logger };
    const running = await startHost({ ...common, what: 'datacenter-docs serve' });
    try {
      const rendererDir = options.renderer ?? builtRenderer();
      const web = await startWebServer({
        ...common,
        dispatcher: running.dispatcher,
        listen: plan,
        token,
        rendererDir,
        attached: running.attached,
      });
      const readiness: ServeReadiness = {
        url: `${web.origin}/#token=${token}`,
        origin: web.origin,
        port: web.port,
        token,
        pid: process.pid,
        dataDir: app.dataDir,
        version,
      };
      running.tellConsole(readiness.url);
      announce(readiness, context);
      if (options.open === true) await openBrowser(`${web.origin}/#token=${web.singleUseToken()}`, context);
      // Whoever comes first finds it loading already, and whoever types first does not wait for an index.
      app.search
        .warm()
        .catch((error: unknown) => logger.error({ err: error }, 'the inventory failed to load'));
      await app.scheduler.start();
      await untilAborted(context.signal);
      context.output.note('stopping; what is running may finish');
      await Promise.all([web.close(drainMs), app.scheduler.stop({ deadlineMs: drainMs })]);
    } finally {
      await running.close({ deadlineMs: drainMs });
    }
    // Being told to stop is how a server ends well.
    context.exitWith(exitCodes.ok);
  });
}

const drainMs = 10_000;

function tlsOf({ tlsCert, tlsKey }: ServeOptions) {
  if (tlsCert === undefined && tlsKey === undefined) return {};
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new DomainError('usage', '--tls-cert and --tls-key go together; one of them is missing.');
  }
  return { tls: { certFile: tlsCert, keyFile: tlsKey } };
}

/** The result stands on stdout: the address for people, one line for programs. */
function announce(readiness: ServeReadiness, { output }: CliContext): void {
  if (output.json) process.stdout.write(`${JSON.stringify(readiness)}\n`);
  else output.data(readiness, () => readiness.url);
  output.note(`Serving ${readiness.dataDir}; open the address above. Ctrl-C stops.`);
}

async function openBrowser(url: string, { output }: CliContext): Promise<void> {
  const { default: open } = await import('open');
  try {
    const browser = await open(url);
    // Without a browser the opener starts, finds none and ends.
    browser.once('error', () => output.warn('no browser could be opened: open the address above'));
    browser.unref();
  } catch {
    output.warn('no browser could be opened: open the address above');
  }
}

/** In a checkout what the build wrote; in an installation beside the bundle or above the chunk that this became. */
function builtRenderer(): string {
  const places = ['../../../out/renderer', '../renderer', '../../renderer'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? places[0] ?? '';
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
}
