import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { DomainError } from '../platform/errors.ts';
import type { SetUpReport } from '../sync/setup/set-up.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { wholeNumber } from './option-values.ts';
import type { Output } from './output.ts';
import { terminal } from './terminal.ts';

const passwordVariable = 'COUCHDB_ADMIN_PASSWORD';
const shortestPassword = 12;

interface InitDbOptions {
  readonly url: string;
  readonly admin: string;
  readonly prefix: string;
  readonly user: readonly string[];
  readonly resetPassword: readonly string[];
  readonly askPasswords?: boolean;
  readonly passwordFile: readonly string[];
  readonly years: number;
  readonly dropYear?: number;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly caFile?: string;
  readonly proxy?: string;
}

const gather = (text: string, before: readonly string[]): readonly string[] => [...before, text];

export function registerInitDbCommand(program: Command, context: CliContext): void {
  program
    .command('init-db')
    .description('set up a CouchDB server for what workstations share, or see what of it has changed')
    .requiredOption('--url <url>', 'of the server, without a name and a password', serverUrl)
    .option('--admin <name>', 'administrator of that server', 'admin')
    .option('--prefix <prefix>', 'what the names of its databases begin with', prefixOf, 'datacenter-docs')
    .option(
      '--user <name=role[,collector][,node]>',
      'an account with what it may do; may be given often',
      gather,
      [],
    )
    .option('--reset-password <name>', 'give an account another password; may be given often', gather, [])
    .option('--ask-passwords', 'type the passwords of new accounts instead of having them made')
    .option(
      '--password-file <name=file>',
      'take the password of a new account from a file; may be given often',
      gather,
      [],
    )
    .option('--years <number>', 'years of history to have room for, from this one on', wholeNumber(1, 10), 2)
    .option(
      '--drop-year <year>',
      'take a past year of changes and audit off the server',
      wholeNumber(2000, 9999),
    )
    .option('--yes', 'with --drop-year: really')
    .option('--dry-run', 'only tell what differs; exit code 1 when something does')
    .option('--ca-file <file>', 'certificate authority to trust beside the system’s')
    .option('--proxy <url>', 'reach the server through it')
    .addHelpText(
      'after',
      `
The administrator's password is asked for, or read from stdin or ${passwordVariable}; it is kept nowhere.

Roles, each with all of those before it:
  viewer      reads
  operator    tickets, notes, feedback, proposals; stops automation; runs what is approved
  approver    approves, rejects and settles remediations, in their own name only
  admin       policies
  collector   beside one of them, or alone for a node: inventory, documents, leases
  node        beside operator, for a server that several sign in to: tells what they say there, never approvals

What is there already stays: documents, passwords, the databases' identity. Run it again whenever it was broken
off, after an update, and before the year ends; a second run finds nothing to do.

Examples:
  $ datacenter-docs init-db --url https://couch.example:6984 --user alice=approver,collector --user bob=operator
  $ datacenter-docs init-db --url https://couch.example:6984 --dry-run
  $ datacenter-docs init-db --url https://couch.example:6984 --drop-year 2024 --yes`,
    )
    .action((options: InitDbOptions) => run(options, context));
}

async function run(options: InitDbOptions, context: CliContext): Promise<void> {
  const { output, signal } = context;
  const { parseAccount } = await import('../sync/setup/accounts.ts');
  const accounts = options.user.map(parseAccount);
  const repeated = accounts.find(({ name }, at) => accounts.findIndex((one) => one.name === name) !== at);
  if (repeated) throw new DomainError('usage', `--user ${repeated.name} is given twice: expected it once.`);
  const named = [...accounts.map(({ name }) => name), ...options.resetPassword];
  const idle = options.passwordFile.find((one) => !named.some((name) => one.startsWith(`${name}=`)));
  if (idle !== undefined)
    throw new DomainError(
      'usage',
      `--password-file ${idle}: expected NAME=FILE, with a NAME that --user gives.`,
    );
  const password = await adminPassword(options, context);
  const [{ createCouchClient }, { openCouchFetch }] = await Promise.all([
    import('../sync/couch/couch-client.ts'),
    import('../sync/couch/couch-fetch.ts'),
  ]);
  const way = openCouchFetch({
    ...(options.caFile !== undefined && { caFile: options.caFile }),
    ...(options.proxy !== undefined && { proxy: options.proxy }),
  });
  const client = createCouchClient({
    url: options.url,
    credentials: () => Promise.resolve({ name: options.admin, password }),
    fetch: way.fetch,
  });
  const thisYear = new Date().getUTCFullYear();
  try {
    const { dropYear, setUpServer } = await import('../sync/setup/set-up.ts');
    if (options.dropYear !== undefined) {
      const really = options.yes === true && options.dryRun !== true;
      const dropped = await dropYear(client, {
        prefix: options.prefix,
        year: options.dropYear,
        thisYear,
        really,
      });
      tellDropped(output, options.dropYear, dropped, really);
      if (!really) context.exitWith(exitCodes.failed);
      return;
    }
    const bar = output.progress('databases');
    const report = await setUpServer(client, {
      prefix: options.prefix,
      thisYear,
      years: options.years,
      dryRun: options.dryRun === true,
      accounts,
      resetPasswords: options.resetPassword,
      password: (name) => accountPassword(name, options, signal),
      newLife: () => randomUUID(),
      onDatabase: (name, done, total) => {
        signal.throwIfAborted();
        bar.update(done, total, name);
      },
    })
      .catch((error: unknown) => {
        throw refusedTold(error, options);
      })
      .finally(() => bar.finish());
    tell(output, options, report);
    if (options.dryRun === true && report.drift) context.exitWith(exitCodes.failed);
  } finally {
    await way.close();
  }
}

/** Whoever mistyped it is not told of paths and numbers. */
function refusedTold(error: unknown, { admin, url }: InitDbOptions): unknown {
  if (!(error instanceof DomainError) || error.code !== 'couchdb-refused') return error;
  return new DomainError(error.code, `${url} does not know ${admin} with this password.`, {
    hint: 'Nothing was changed. Type it again, or name another administrator of the server with --admin.',
    cause: error,
  });
}

async function adminPassword({ admin, url }: InitDbOptions, { signal }: CliContext): Promise<string> {
  const given = process.env[passwordVariable];
  const password =
    given !== undefined && given !== ''
      ? given
      : (await terminal.readSecret(`Password of ${admin} at ${url}: `, signal)).split(/\r?\n/)[0];
  if (password !== undefined && password !== '') return password;
  throw new DomainError('usage', `No password of ${admin} was given.`, {
    hint: `Type it when asked, pipe it in, or set ${passwordVariable}.`,
  });
}

async function accountPassword(
  name: string,
  { askPasswords, passwordFile }: InitDbOptions,
  signal: AbortSignal,
): Promise<{ text: string; tell: boolean }> {
  const file = passwordFile.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  if (file !== undefined) {
    const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/);
    if (line.length >= shortestPassword) return { text: line, tell: false };
    throw new DomainError(
      'usage',
      `${file}: expected a password of at least ${shortestPassword} characters in its first line, got ${line.length}.`,
    );
  }
  if (askPasswords !== true) return { text: randomBytes(18).toString('base64url'), tell: true };
  if (!terminal.isInteractive)
    throw new DomainError('usage', '--ask-passwords needs a terminal: expected somebody who types them.');
  for (;;) {
    const text = await terminal.readSecret(`New password of ${name}: `, signal);
    if (text.length < shortestPassword) terminal.show(`Expected at least ${shortestPassword} characters.`);
    else if ((await terminal.readSecret('Once more: ', signal)) === text) return { text, tell: false };
    else terminal.show('That was another one.');
  }
}

function tell(output: Output, { url, prefix, dryRun }: InitDbOptions, report: SetUpReport): void {
  output.data({ url, prefix, dryRun: dryRun === true, ...report }, () => {
    const { color } = output;
    const changed = report.databases.filter(({ steps }) => steps.length > 0);
    const rows = report.databases.map(({ name, documents, steps }) => [
      name,
      documents.toLocaleString('en'),
      steps.length === 0
        ? color.dim('as it should be')
        : `${dryRun === true ? color.yellow('▲') : color.green('✓')} ${summary(steps, dryRun === true)}`,
    ]);
    const accounts = report.accounts.map(({ name, roles, is, says, password }) => [
      name,
      roles.join(', ') || '–',
      is === 'as-it-should-be'
        ? color.dim('as it should be')
        : `${is === 'too-many-roles' || dryRun === true ? color.yellow('▲') : color.green('✓')} ${accountText(is, says, dryRun === true)}`,
      password ?? '',
    ]);
    const withPasswords = report.accounts.some(({ password }) => password !== undefined);
    const accountsChanged = report.accounts.filter(
      ({ is }) => is !== 'as-it-should-be' && is !== 'too-many-roles',
    ).length;
    const conclusion =
      changed.length + accountsChanged === 0
        ? report.drift
          ? 'Nothing to put right by itself: see what is marked, and the warnings.'
          : 'Nothing to do.'
        : dryRun === true
          ? 'Run it without --dry-run to put this right.'
          : `Set up: ${changed.length} of ${report.databases.length} databases, ${accountsChanged} of ${report.accounts.length} accounts.`;
    return [
      `CouchDB ${report.version} at ${url}`,
      '',
      output.table(['database', 'documents', ''], rows),
      ...(accounts.length > 0
        ? [
            '',
            output.table(
              ['account', 'roles', '', ...(withPasswords ? ['password'] : [])],
              accounts.map((row) => (withPasswords ? row : row.slice(0, 3))),
            ),
          ]
        : []),
      '',
      conclusion,
    ].join('\n');
  });
  for (const { name, unfit } of report.databases)
    for (const { id, reason } of unfit.slice(0, 10))
      output.warn(`${name}: ${id} stays, and could not be written so today: ${reason}`);
  for (const name of report.unknown)
    output.warn(`${name} begins like ours and is none of ours; nothing reads it, and it was left as it is`);
  if (report.accounts.some(({ password }) => password !== undefined))
    output.note(
      'Passwords are not shown again. Each belongs into `datacenter-docs sync connect` of one workstation.',
    );
}

function summary(steps: SetUpReport['databases'][number]['steps'], dryRun: boolean): string {
  const created = steps.find(({ is }) => is === 'create');
  if (created) return dryRun ? created.says : 'created';
  const texts = steps.map(({ says }) => says);
  return dryRun ? texts.join('; ') : `put right: it ${texts.join('; ')}`;
}

function accountText(is: SetUpReport['accounts'][number]['is'], says: string, dryRun: boolean): string {
  if (dryRun || is === 'too-many-roles') return says;
  switch (is) {
    case 'created':
      return 'created';
    case 'password-reset':
      return 'has a new password';
    case 'roles-changed':
      return `has other roles: it ${says}`;
    case 'as-it-should-be':
      return '';
    default:
      return is satisfies never;
  }
}

function tellDropped(
  output: Output,
  year: number,
  dropped: readonly { readonly name: string; readonly documents: number }[],
  really: boolean,
): void {
  output.data({ year, dropped: really, databases: dropped }, () =>
    [
      output.table(
        ['database', 'documents', ''],
        dropped.map(({ name, documents }) => [
          name,
          documents.toLocaleString('en'),
          really ? 'taken off the server' : 'would be taken off the server',
        ]),
      ),
      '',
      really
        ? `${year} is not on the server any more; workstations keep what they have of it.`
        : 'Nothing was done: make sure of a backup, and say so with --yes.',
    ].join('\n'),
  );
}

function serverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new InvalidArgumentError('Expected an address like https://couch.example:6984.');
  if (url.username !== '' || url.password !== '')
    throw new InvalidArgumentError(
      'Expected it without a name and a password: whoever lists processes reads them.',
    );
  return url.href.replace(/\/+$/, '');
}

function prefixOf(text: string): string {
  if (!/^[a-z][a-z0-9_-]{0,60}$/.test(text))
    throw new InvalidArgumentError('Expected a-z, 0-9, "_" and "-", beginning with a letter.');
  return text;
}
