import { Command, CommanderError } from 'commander';
import type { App } from '../app.ts';
import { resolveDataDir } from '../platform/data-dir.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { createOutput, plain, type Output } from './output.ts';
import { registerCommands } from './registry.ts';
import { version } from '../platform/version.ts';
import type { SetAside } from '../store/sqlite/set-aside.ts';

interface GlobalOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly verbose?: boolean;
}

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
    async withApp(use) {
      const { openApp } = await import('./open-app.ts');
      const app: App = await openApp(context.dataDir, {
        verbose: program.opts<GlobalOptions>().verbose ?? false,
        what: `datacenter-docs ${running}`,
      });
      const { setAside } = app.store;
      if (setAside !== undefined) context.output.warn(setAsideWarning(setAside));
      try {
        return await use(app);
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

  const onSignal = () => {
    if (abort.signal.aborted) host.exit(exitCodes.cancelled);
    abort.abort(new DomainError('cancelled', 'Stopped by a signal; what was stored stays.'));
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
  const known = error instanceof DomainError;
  const isSystem = !known && isSystemError(error);
  const code = known ? error.code : isSystem ? 'system' : 'internal';
  const message = error instanceof Error ? error.message : String(error);
  const hint = known
    ? error.hint
    : isSystem
      ? 'The system refused it: see that this user may read and write there, and that there is room.'
      : 'This is a fault of the program. Run it again with --verbose and report what it says.';
  if (output.json) {
    output.data({ error: { code, message, ...(hint === undefined ? {} : { hint }) } }, () => '');
  } else {
    host.stderr.write(`${output.color.red('error:')} ${plain(message)}\n`);
    if (hint !== undefined) host.stderr.write(`${plain(hint)}\n`);
  }
  if (!known && !isSystem && error instanceof Error && error.stack !== undefined)
    host.stderr.write(`${plain(error.stack)}\n`);
  return exitCodeOf(code);
}

/** What the operating system refused, rights or room for instance, is no fault of the program. */
function isSystemError(error: unknown): boolean {
  const code: unknown = error instanceof Error && 'syscall' in error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && /^E[A-Z]+$/.test(code);
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
