import { Command, CommanderError } from 'commander';
import { createClient } from '../../shared/contract/client.ts';
import { ContractError } from '../../shared/contract/contract-error.ts';
import { disconnected } from '../../shared/contract/link-port.ts';
import type { ContractPort } from '../../shared/contract/port.ts';
import { ending } from '../api/failures.ts';
import type { App } from '../app.ts';
import { systemClock } from '../platform/clock.ts';
import { resolveDataDir } from '../platform/data-dir.ts';
import { DomainError } from '../platform/errors.ts';
import { operatorName } from '../platform/operator-name.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { failureOf, stoppedBySignal } from './failure.ts';
import { createOutput, plain, type Output } from './output.ts';
import { registerCommands } from './registry.ts';
import { version } from '../platform/version.ts';
import type { Attachment } from '../server/attach-file.ts';
import type { LockOwner } from '../store/data-dir-lock.ts';
import type { SetAside } from '../store/sqlite/set-aside.ts';

interface GlobalOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly verbose?: boolean;
}

/** Signals that come within this time are one press of Ctrl-C. */
const samePressMs = 200;

/** Runs one command line to its end and gives the exit code; only a second Ctrl-C ends the process early. */
export async function runProgram(argv: readonly string[], host: NodeJS.Process): Promise<number> {
  // `… | head` closes the pipe when it has seen enough: that is no failure.
  host.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') host.exit(exitCodes.ok);
    throw error;
  });
  const program = new Command('datacenter-docs');
  const abort = new AbortController();
  let exitCode: number | undefined;
  let output: Output | undefined;
  let unnamedDataDir: string | undefined;
  /** The command that runs, for whoever finds the data directory in use. */
  let running = '';

  const openOptions = () => ({
    dataDir: context.dataDir,
    verbose: program.opts<GlobalOptions>().verbose ?? false,
    what: `datacenter-docs ${running}`,
  });
  const onWait = (owner: LockOwner | undefined) => context.output.note(waiting(context.dataDir, owner));
  const warnOfDamage = ({ store: { setAside } }: App) => {
    if (setAside !== undefined) context.output.warn(setAsideWarning(setAside));
  };

  const context: CliContext = {
    get output() {
      const options = program.opts<GlobalOptions>();
      output ??= createOutput({
        json: options.json ?? false,
        quiet: options.quiet ?? false,
        color: options.color && (host.stdout.isTTY ?? false) && host.env['NO_COLOR'] === undefined,
      });
      return output;
    },
    get dataDir() {
      return resolveDataDir(program.opts<GlobalOptions>().dataDir, host.env, host.platform, unnamedDataDir);
    },
    signal: abort.signal,
    get operator() {
      return operatorName();
    },
    async withClient(use) {
      const { reachApplication } = await import('./reach-application.ts');
      let fault: unknown;
      const reached = await reachApplication({
        dataDir: context.dataDir,
        clock: systemClock,
        signal: abort.signal,
        openHere: async () => {
          const { openHere } = await import('./open-here.ts');
          return openHere({
            ...openOptions(),
            operator: context.operator,
            onOpen: warnOfDamage,
            onFault: (error) => {
              fault = error;
            },
          });
        },
        onWait,
      });
      try {
        return await use(createClient(cancelledBy(abort.signal, reached.port)));
      } catch (error) {
        if (!(error instanceof ContractError)) throw error;
        if (error.code === 'internal' && fault !== undefined) throw fault;
        if (holderIsGone(error) && reached.holder !== undefined) throw holderWent(reached.holder);
        throw error;
      } finally {
        await reached.close();
      }
    },
    async withApp(use) {
      const [{ openApp }, { openWhenFree }] = await Promise.all([
        import('./open-here.ts'),
        import('./reach-application.ts'),
      ]);
      const { app, logger } = await openWhenFree({
        dataDir: context.dataDir,
        clock: systemClock,
        signal: abort.signal,
        open: () => openApp(openOptions()),
        onWait,
      });
      warnOfDamage(app);
      try {
        return await use(app, logger);
      } finally {
        await app.close();
      }
    },
    useWhenUnnamed(dataDir) {
      unnamedDataDir = dataDir;
    },
    exitWith(code) {
      exitCode = code;
    },
  };

  program
    .description('Living documentation of a datacenter, out of what its systems say of themselves.')
    .version(version, '-V', 'print the version (also --version)')
    .option(
      '--data-dir <dir>',
      'where everything is kept (default: DATACENTER_DOCS_HOME, else the user’s data folder)',
    )
    .option('--json', 'print the result as one JSON document on stdout')
    .option('-q, --quiet', 'print nothing but the result and warnings')
    .option('--no-color', 'no colours (also NO_COLOR)')
    .option('-v, --verbose', 'write the log to stderr')
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError('(add --help for what can be said here)')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
First steps:
  $ datacenter-docs demo                         collect and document a simulated datacenter
  $ datacenter-docs mcp import ~/mcp.json        take over MCP servers from another client
  $ datacenter-docs mcp trust vcenter-a          look at what a server offers, and accept it
  $ datacenter-docs collect && datacenter-docs generate
  $ datacenter-docs docs export --format html --out ./handbook

Exit codes:
  0 done   1 failed   2 wrong usage   3 done in part   4 not found
  5 data directory in use   6 server not trusted   130 cancelled`,
    );
  registerCommands(program, context);
  program.hook('preAction', (_program, command) => {
    running = commandPath(command);
  });
  applyToAll(program, (command) => command.exitOverride());

  let firstAt = 0;
  const onSignal = () => {
    const now = performance.now();
    if (abort.signal.aborted) {
      // A terminal tells the launcher and the program, and the launcher tells the program again.
      if (now - firstAt > samePressMs) host.exit(exitCodes.cancelled);
      return;
    }
    firstAt = now;
    abort.abort(new DomainError('cancelled', stoppedBySignal));
  };
  host.on('SIGINT', onSignal);
  host.on('SIGTERM', onSignal);
  try {
    await program.parseAsync(withShortVersion(argv), { from: 'user' });
    return exitCode ?? (abort.signal.aborted ? exitCodes.cancelled : exitCodes.ok);
  } catch (error) {
    return report(error, context.output, host, argv.includes('--json'));
  } finally {
    host.off('SIGINT', onSignal);
    host.off('SIGTERM', onSignal);
  }
}

/** `--version` counts before a command only: `docs show network --version 3` has an option of that name. */
function withShortVersion(argv: readonly string[]): string[] {
  const command = argv.findIndex((word, i) => !word.startsWith('-') && argv[i - 1] !== '--data-dir');
  const asked = argv.indexOf('--version');
  return argv.map((word, i) => (i === asked && (command === -1 || asked < command) ? '-V' : word));
}

/** A new store has begun: nobody may take that for an empty datacenter. */
function setAsideWarning({ file, movedTo, reason }: SetAside): string {
  return `the store ${file} was damaged (${reason}). It was kept as ${movedTo}, and an empty one has begun: collect again, or restore a backup.`;
}

function report(error: unknown, output: Output, host: NodeJS.Process, wantsJson: boolean): number {
  if (error instanceof CommanderError) {
    // Help and version are printed, and are no errors.
    if (error.exitCode === 0) return exitCodes.ok;
    if (wantsJson) {
      // What is wrong may stand before `--json`: the options have not been read to their end.
      const message = error.message.replace(/^error: /, '');
      host.stdout.write(`${JSON.stringify({ error: { code: 'usage', message } }, null, 2)}\n`);
    }
    return exitCodes.usage;
  }
  const failure = failureOf(error);
  const { code, message, hint } = failure;
  if (output.json) {
    output.data({ error: { code, message, ...(hint === undefined ? {} : { hint }) } }, () => '');
  } else {
    host.stderr.write(`${output.color.red('error:')} ${plain(message)}\n`);
    if (hint !== undefined) host.stderr.write(`${plain(hint)}\n`);
  }
  if (failure.stack !== undefined) host.stderr.write(`${plain(failure.stack)}\n`);
  return exitCodeOf(code);
}

/** Every question is taken back when the operator stops the command, unless it says otherwise. */
function cancelledBy(signal: AbortSignal, port: ContractPort): ContractPort {
  return {
    call: (method, input, options) => port.call(method, input, { signal, ...options }),
    subscribe: (...subscription) => port.subscribe(...subscription),
    onStatus: (listener) => port.onStatus(listener),
    get status() {
      return port.status;
    },
    close: () => port.close(),
  };
}

function waiting(dataDir: string, owner: LockOwner | undefined): string {
  return owner === undefined
    ? `waiting for ${dataDir}`
    : `waiting for ${owner.what} (process ${owner.pid}), which works in ${dataDir}`;
}

/** Not what is said of an MCP server that went: that has the same code. */
const holderIsGone = ({ message }: ContractError): boolean =>
  message === disconnected.message || message === ending.message;

function holderWent({ what, pid }: Attachment): DomainError {
  return new DomainError('disconnected', `${what} (process ${pid}) ended before it had answered.`, {
    hint: 'What was asked of it may have been done: look, and run the command again.',
  });
}

function commandPath(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null
    ? command.name()
    : `${commandPath(parent)} ${command.name()}`;
}

function applyToAll(command: Command, apply: (command: Command) => void): void {
  apply(command);
  for (const child of command.commands) applyToAll(child, apply);
}
