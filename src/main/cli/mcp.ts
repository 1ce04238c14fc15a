import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { domains, type Domain } from '../../shared/model/kind.ts';
import { secretReferences } from '../platform/secrets.ts';
import { DomainError } from '../platform/errors.ts';
import type { ImportReport } from '../mcp/apply-import.ts';
import { McpError } from '../mcp/mcp-error.ts';
import type { Mcp } from '../mcp/open-mcp.ts';
import type { CommandInspection, Inspection } from '../mcp/pool.ts';
import type { ServerConfig } from '../mcp/server-config.ts';
import type { McpSession, ServerDescription, ToolResult } from '../mcp/session.ts';
import { commandLines, describeChange, describeCommand } from '../mcp/trust.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { wholeNumber } from './option-values.ts';
import { terminal, type Terminal } from './terminal.ts';

/** `mcp …` needs no store, so that it also works beside a running worker. */
export function registerMcpCommands(program: Command, context: CliContext, io: Terminal = terminal): void {
  const mcp = program
    .command('mcp')
    .description('the servers that inventory comes from')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs mcp import ~/Library/Application\\ Support/Claude/claude_desktop_config.json
  $ datacenter-docs mcp add vcenter-a --env VC_URL=https://vc-a --env 'VC_PASSWORD=\${keyring:vcenter-a}' -- npx vsphere-mcp
  $ datacenter-docs mcp add netbox --url https://mcp.example.org/mcp --header 'Authorization: Bearer \${env:NETBOX_TOKEN}'
  $ datacenter-docs mcp trust vcenter-a
  $ datacenter-docs mcp tools vcenter-a
  $ datacenter-docs mcp call vcenter-a list_vms --args '{"limit":5}'`,
    );

  mcp
    .command('list')
    .description('configured servers, and whether they have been accepted')
    .action(() =>
      withMcp(context, async ({ pool, servers }) => {
        const { servers: configs, problems } = await servers.read();
        for (const { path, message } of problems) context.output.warn(`${path}: ${message}`);
        const rows = await Promise.all(
          configs.map(async (config) => {
            const { accepted, changes } = await pool.inspectCommand(config.name);
            const isNew = changes.some((change) => change.what === 'server-new');
            const trust = accepted ? 'accepted' : isNew ? 'new' : 'changed';
            return { ...describeServer(config), trust };
          }),
        );
        context.output.data({ servers: rows, problems }, () =>
          rows.length === 0
            ? 'No servers yet. Take them over with `datacenter-docs mcp import FILE`, or add one with `datacenter-docs mcp add`.'
            : context.output.table(
                ['name', 'transport', 'server', 'trust', 'remarks'],
                rows.map((row) => [
                  row.name,
                  row.transport,
                  shorten(row.target, 70),
                  row.trust,
                  row.remarks.join(', '),
                ]),
              ),
        );
      }),
    );

  mcp
    .command('add')
    .argument('<name>', 'the source’s name: a-z, 0-9, ".", "_", "-"')
    .argument('[command...]', 'after --: the command that starts a stdio server')
    .option('--url <url>', 'a streamable HTTP server instead')
    .option('--header <header...>', 'HTTP header, "Name: value"')
    .option('--env <variable...>', 'environment variable of the command, NAME=value')
    .option('--cwd <folder>', 'folder that the command runs in')
    .option('--timeout <ms>', 'longest time without an answer', wholeNumber(100, 3_600_000))
    .option('--read-only <tool...>', 'tools that change nothing')
    .option('--domain <domain...>', `only these collectors: ${domains.join(', ')}`)
    .option('--simulated', 'what it says is made up')
    .option('--replace', 'also when there is one of that name')
    .description('add one server; literal secrets go to the keyring')
    .action((name: string, command: string[], options: AddOptions) =>
      withMcp(context, async ({ servers, secrets }) => {
        const text = JSON.stringify({ mcpServers: { [name]: entryOf(name, command, options) } });
        const { importServers } = await import('../mcp/apply-import.ts');
        const report = await importServers(text, 'the command line', {
          servers,
          secrets,
          replace: options.replace ?? false,
        });
        if (report.renamed[0]) {
          // Whoever types a name wants that name; only taking over files bends names.
          await servers.remove(report.renamed[0].to);
          throw usage(
            `"${name}" cannot be a source's name: expected a-z, 0-9, ".", "_" or "-".`,
            `For example: ${report.renamed[0].to}`,
          );
        }
        if (report.collisions.length > 0) {
          throw new DomainError('server-exists', `There is a server "${name}" already.`, {
            hint: 'Say --replace to replace it.',
          });
        }
        if (report.added.length === 0 && report.problems[0] !== undefined) {
          const [{ path, message }] = report.problems;
          throw usage(`${path.replace(/^mcpServers\./, '')}: ${message}`, 'Nothing was added.');
        }
        showImport(context, report, `Accept it with \`datacenter-docs mcp trust ${name}\`.`);
      }),
    );

  mcp
    .command('remove')
    .argument('<name>')
    .description('remove a server, what was accepted of it, and its secrets from the keyring')
    .action((name: string) =>
      withMcp(context, async ({ pool, servers, secrets }) => {
        const { servers: configs } = await servers.read();
        const config = configs.find((server) => server.name === name);
        if (!(await servers.remove(name))) throw notFound(name, configs);
        await pool.revoke(name);
        const removedSecrets = await removeSecrets(name, config, secrets);
        context.output.data(
          { removed: name, removedSecrets },
          () => `Removed ${name}. Its inventory and documents stay.`,
        );
      }),
    );

  mcp
    .command('import')
    .argument('<file>', 'configuration file of another MCP client')
    .option('--replace', 'replace servers of the same name')
    .description('take servers over from another client; literal secrets go to the keyring')
    .action((file: string, options: { replace?: boolean }) =>
      withMcp(context, async ({ servers, secrets }) => {
        const text = await readFile(file, 'utf8').catch((error: unknown) => {
          throw new DomainError(
            'import-file-not-found',
            `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
          );
        });
        const { importServers } = await import('../mcp/apply-import.ts');
        const report = await importServers(text, file, {
          servers,
          secrets,
          replace: options.replace ?? false,
        });
        showImport(context, report, 'Accept each of them with `datacenter-docs mcp trust NAME`.');
        if (report.problems.length + report.collisions.length > 0) {
          context.exitWith(report.added.length > 0 ? exitCodes.partial : exitCodes.failed);
        }
      }),
    );

  mcp
    .command('trust')
    .argument('<name>')
    .option('-y, --yes', 'accept without asking')
    .description('look at what a server runs and offers, and accept it')
    .action((name: string, options: { yes?: boolean }) =>
      withMcp(context, async ({ pool }) => {
        const ask = async (question: string, refusal: string) => {
          if (options.yes) return;
          if (!io.isInteractive) {
            throw new DomainError('untrusted', `${name}: ${refusal}, and there is no terminal to ask on.`, {
              hint: `Look at the above, then run \`datacenter-docs mcp trust ${name} --yes\`.`,
            });
          }
          if (!(await io.confirm(question, context.signal)))
            throw new DomainError('untrusted', `${name}: not accepted; nothing was changed.`);
        };
        const command = await pool.inspectCommand(name);
        io.show(describeCommandFor(command));
        if (!command.accepted) await ask('Start it to see its tools?', 'its command has not been accepted');
        const inspection = await pool
          .inspect(name, { acceptedCommand: command.fingerprint, signal: context.signal })
          .catch((error: unknown) => {
            showServerLog(context, pool.stderr(name));
            throw error;
          });
        io.show(describeTools(inspection));
        if (!inspection.accepted) {
          await ask('Accept this command and these tools?', 'its tools have not been accepted');
          await pool.accept(name, inspection.fingerprint);
        }
        const { server, changes } = inspection;
        const result = {
          name,
          server: { name: server.name, version: server.version },
          tools: server.tools.length,
          changes: changes.map(describeChange),
        };
        context.output.data({ ...result, accepted: true, already: inspection.accepted }, () =>
          inspection.accepted
            ? `${name} was accepted already; nothing has changed.`
            : `Accepted ${name} with ${server.tools.length} tools.`,
        );
      }),
    );

  mcp
    .command('tools')
    .argument('<name>')
    .description('the tools of a trusted server, and which of them may be called')
    .action((name: string) =>
      withMcp(context, async ({ pool, servers }) => {
        const session = await connect(context, pool, name);
        const site =
          (await servers.read()).servers.find((server) => server.name === name)?.options.readOnlyTools ?? [];
        const vouched = await vouchedTools(session.server);
        const tools = session.server.tools.map((tool) => ({
          ...tool,
          readOnly: site.includes(tool.name)
            ? ('site' as const)
            : vouched.includes(tool.name)
              ? ('adapter' as const)
              : false,
        }));
        context.output.data(
          { name, server: { name: session.server.name, version: session.server.version }, tools },
          () =>
            context.output.table(
              ['tool', 'read-only', 'arguments', 'description'],
              tools.map((tool) => [
                tool.name,
                tool.readOnly === false ? '–' : `by ${tool.readOnly}`,
                argumentNames(tool.inputSchema),
                shorten(tool.description ?? tool.title ?? '', 80),
              ]),
            ),
        );
      }),
    );

  mcp
    .command('call')
    .argument('<name>')
    .argument('<tool>')
    .option('-a, --args <json>', 'arguments as a JSON object', '{}')
    .option('--timeout <ms>', 'longest time without an answer', wholeNumber(100, 3_600_000))
    .description('call one read-only tool and show what it answers')
    .action((name: string, tool: string, options: { args: string; timeout?: number }) =>
      withMcp(context, async ({ pool }) => {
        const args = parseArguments(options.args);
        const session = await connect(context, pool, name);
        const bar = context.output.progress(`${name} ${tool}`);
        const result = await session
          .callTool(tool, args, {
            signal: context.signal,
            onProgress: ({ done, total, message }) => bar.update(done, total, message ?? ''),
            ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout }),
          })
          .catch((error: unknown) => {
            showServerLog(context, pool.stderr(name));
            throw error;
          })
          .finally(() => bar.finish());
        context.output.data(result, () => describeAnswer(result));
        if (result.isError) context.exitWith(exitCodes.failed);
      }),
    );

  mcp
    .command('read')
    .argument('<name>')
    .argument('<uri>')
    .description('read one resource of a trusted server')
    .action((name: string, uri: string) =>
      withMcp(context, async ({ pool }) => {
        const session = await connect(context, pool, name);
        const contents = await session.readResource(uri, { signal: context.signal });
        context.output.data(contents, () =>
          contents
            .map((content) => content.text ?? `${content.uri}: ${content.mimeType ?? 'binary'}, not text`)
            .join('\n'),
        );
      }),
    );

  const secret = mcp
    .command('secret')
    .description('secrets in the keyring of this machine, for ${keyring:NAME}');
  secret
    .command('set')
    .argument('<name>')
    .description('store one; the value is asked for, or read from stdin')
    .action((name: string) =>
      withMcp(context, async ({ secrets }) => {
        const value = await io.readSecret(`Value of ${name}: `, context.signal);
        if (value === '') throw usage('The value is empty.', 'Type it, or pipe it in.');
        await secrets.set(name, value);
        context.output.data({ stored: name }, () => `Stored. Refer to it as \${keyring:${name}}.`);
      }),
    );
  secret
    .command('delete')
    .argument('<name>')
    .description('remove one')
    .action((name: string) =>
      withMcp(context, async ({ secrets }) => {
        const deleted = await secrets.delete(name);
        if (!deleted)
          throw new DomainError('secret-not-found', `The keyring holds no secret named "${name}".`);
        context.output.data({ deleted: name }, () => `Removed ${name}.`);
      }),
    );
}

interface AddOptions {
  readonly url?: string;
  readonly header?: string[];
  readonly env?: string[];
  readonly cwd?: string;
  readonly timeout?: number;
  readonly readOnly?: string[];
  readonly domain?: Domain[];
  readonly simulated?: boolean;
  readonly replace?: boolean;
}

async function withMcp<T>(context: CliContext, use: (mcp: Mcp) => Promise<T>): Promise<T> {
  const { openMcp } = await import('../mcp/open-mcp.ts');
  const mcp = openMcp({ dataDir: context.dataDir });
  try {
    return await use(mcp);
  } finally {
    await mcp.close();
  }
}

/** A session that may call what adapters vouch for, with what the server wrote when it fails. */
async function connect(context: CliContext, pool: Mcp['pool'], name: string): Promise<McpSession> {
  try {
    const { server } = await pool.session(name, { signal: context.signal });
    return await pool.session(name, { signal: context.signal, readOnlyTools: await vouchedTools(server) });
  } catch (error) {
    showServerLog(context, pool.stderr(name));
    throw error;
  }
}

async function vouchedTools(server: ServerDescription): Promise<string[]> {
  const { collectors } = await import('../collectors/registry.ts');
  return collectors.flatMap(({ adapters }) =>
    adapters.filter((adapter) => adapter.matches(server)).flatMap((adapter) => adapter.readOnlyTools),
  );
}

function showServerLog(context: CliContext, lines: readonly string[]): void {
  if (lines.length === 0) return;
  context.output.note(
    ['The server wrote:', ...lines.slice(-15).map((line) => `  ${shorten(line, 300)}`)].join('\n'),
  );
}

function describeServer(config: ServerConfig) {
  const { name, transport, disabled, options } = config;
  // As it is shown for acceptance: a secret that was put into the file by hand does not show here either.
  const command = describeCommand(config);
  const target = command.kind === 'http' ? command.url : [command.command, ...command.args].join(' ');
  const remarks = [
    ...(disabled ? ['disabled'] : []),
    ...(options.simulated ? ['simulated'] : []),
    ...(options.domains ? [`only ${options.domains.join(', ')}`] : []),
  ];
  return { name, transport: transport.kind, target, disabled, simulated: options.simulated, remarks };
}

function entryOf(name: string, command: readonly string[], options: AddOptions): Record<string, unknown> {
  const [program, ...args] = command;
  if ((program === undefined) === (options.url === undefined)) {
    throw usage(
      `${name}: expected either a command after -- or --url.`,
      `For example: datacenter-docs mcp add ${name} -- npx some-mcp-server`,
    );
  }
  const own = {
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout }),
    ...(options.readOnly ? { readOnlyTools: options.readOnly } : {}),
    ...(options.domain ? { domains: options.domain } : {}),
    ...(options.simulated ? { simulated: true } : {}),
  };
  const shared = Object.keys(own).length > 0 ? { datacenterDocs: own } : {};
  if (options.url !== undefined) {
    return {
      type: 'http',
      url: options.url,
      headers: pairs(options.header, ':', 'header', 'Name: value'),
      ...shared,
    };
  }
  return {
    command: program,
    args,
    env: pairs(options.env, '=', 'variable', 'NAME=value'),
    ...workingFolder(options.cwd, [program, ...args]),
    ...shared,
  };
}

/** A command that names files from here is run here, wherever the worker is started from. */
function workingFolder(given: string | undefined, words: readonly (string | undefined)[]): { cwd?: string } {
  if (given !== undefined) return { cwd: resolve(given) };
  const isRelative = (word: string | undefined) =>
    word !== undefined && /[/\\]/.test(word) && !isAbsolute(word) && existsSync(word);
  return words.some(isRelative) ? { cwd: process.cwd() } : {};
}

function pairs(
  given: readonly string[] = [],
  separator: string,
  what: string,
  form: string,
): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf(separator);
      // The text itself may be a secret that was typed in the wrong form.
      if (at < 1 || !/^[\w.-]+$/.test(text.slice(0, at).trim()))
        throw usage(
          `A ${what} is not of the form "${form}".`,
          `For example: --${what === 'header' ? 'header' : 'env'} '${form}'`,
        );
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}

async function removeSecrets(
  name: string,
  config: ServerConfig | undefined,
  secrets: Mcp['secrets'],
): Promise<string[]> {
  if (!config) return [];
  const { transport } = config;
  const texts =
    transport.kind === 'http'
      ? [transport.url, ...Object.values(transport.headers)]
      : [...transport.args, ...Object.values(transport.env)];
  // Only those that were put there for this server: others may be shared.
  const own = texts
    .flatMap(secretReferences)
    .filter((reference) => reference.from === 'keyring' && reference.name.startsWith(`${name}/`));
  const removed: string[] = [];
  for (const reference of own) {
    if (await secrets.delete(reference.name).catch(() => false)) removed.push(reference.name);
  }
  return removed;
}

function showImport(context: CliContext, report: ImportReport, next: string): void {
  for (const { path, message } of report.problems) context.output.warn(`${path}: ${message}`);
  for (const name of report.collisions)
    context.output.warn(`${name}: there is a server of this name already; say --replace to replace it`);
  for (const note of report.notes) context.output.warn(note);
  context.output.data(report, () =>
    [
      ...report.added.map((name) => `Added ${name}`),
      ...report.renamed.map(({ from, to }) => `"${from}" is called ${to} here`),
      ...report.stored.map(
        ({ server, where, reference }) => `${server}: ${where} lies in the keyring now, as ${reference}`,
      ),
      ...(report.keyringUnavailable !== undefined && report.toSet.length > 0
        ? [`Secrets were left out, as there is no keyring here: ${report.keyringUnavailable}`]
        : []),
      ...report.toSet.map(({ server, where, from, name }) =>
        from === 'env'
          ? `${server}: ${where}: set the environment variable ${name}`
          : `${server}: ${where}: store it with \`datacenter-docs mcp secret set ${name}\``,
      ),
      ...(report.added.length > 0 ? [next] : ['Nothing was added.']),
    ].join('\n'),
  );
}

function describeCommandFor({ name, command, accepted, changes }: CommandInspection): string {
  const isNew = changes.some((change) => change.what === 'server-new');
  return [
    `Server ${name}, ${accepted ? 'as accepted before' : isNew ? 'never accepted before' : 'CHANGED since it was accepted'}:`,
    ...commandLines(command).map((line) => `  ${line}`),
    ...(isNew ? [] : changes.map((change) => `  changed: ${describeChange(change)}`)),
  ].join('\n');
}

/** Descriptions stand in full: what is accepted has been seen. */
function describeTools({ server, changes }: Inspection): string {
  const isNew = changes.some((change) => change.what === 'server-new');
  const lines = isNew
    ? server.tools.map(
        (tool) =>
          `  ${tool.name}${argumentNames(tool.inputSchema) === '' ? '' : ` (${argumentNames(tool.inputSchema)})`}: ${(tool.description ?? '').replaceAll(/\s+/g, ' ')}`,
      )
    : changes.map((change) => `  ${describeChange(change)}`);
  return [
    `It calls itself ${server.name} ${server.version} and offers ${server.tools.length} tools${isNew || changes.length === 0 ? '' : '; different from what was accepted'}${lines.length > 0 ? ':' : '.'}`,
    ...lines,
  ].join('\n');
}

function describeAnswer(result: ToolResult): string {
  if (result.data === undefined || result.isError) return result.text;
  return JSON.stringify(result.data, null, 2);
}

function argumentNames(schema: unknown): string {
  const properties: unknown =
    typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'properties') : undefined;
  const required: unknown =
    typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'required') : undefined;
  if (typeof properties !== 'object' || properties === null) return '';
  return Object.keys(properties)
    .map((name) => (Array.isArray(required) && required.includes(name) ? name : `[${name}]`))
    .join(' ');
}

function parseArguments(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw usage(
      `--args is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      `For example: --args '{"limit": 5}'`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usage('--args: expected a JSON object.', `For example: --args '{"limit": 5}'`);
  }
  return value as Record<string, unknown>;
}

function notFound(name: string, configs: readonly ServerConfig[]): McpError {
  return new McpError(name, 'unknown-server', 'there is no server of this name', {
    hint:
      configs.length > 0
        ? `Configured are: ${configs.map((config) => config.name).join(', ')}.`
        : 'None is configured.',
  });
}

function usage(message: string, hint: string): DomainError {
  return new DomainError('usage', message, { hint });
}

function shorten(text: string, width: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
