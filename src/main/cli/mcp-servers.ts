import { readFile } from 'node:fs/promises';
import type { Source } from '../../shared/contract/sources.ts';
import { sourceName } from '../../shared/model/ids.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { entryOf, usage, type AddOptions } from './mcp-entry.ts';
import { shorten, showImport } from './mcp-report.ts';

export async function listServers(context: CliContext): Promise<void> {
  await context.withClient(async (client) => {
    const { sources, problems } = await client.sources.list({});
    for (const { path, message } of problems) context.output.warn(`${path}: ${message}`);
    const rows = sources.map(describeServer);
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
  });
}

export async function addServer(
  context: CliContext,
  name: string,
  command: readonly string[],
  options: AddOptions,
): Promise<void> {
  const text = JSON.stringify({ mcpServers: { [name]: entryOf(name, command, options) } });
  await context.withClient(async (client) => {
    if (!sourceName.safeParse(name).success) {
      // Whoever types a name wants that name; only taking over files bends names.
      const { report } = await client.sources.previewImport({ text });
      const [renamed] = report.renamed;
      throw usage(
        `"${name}" cannot be a source's name: expected a-z, 0-9, ".", "_" or "-".`,
        renamed === undefined ? 'Choose another one.' : `For example: ${renamed.to}`,
      );
    }
    const report = await client.sources.import({
      text,
      name: 'the command line',
      replace: options.replace ?? false,
    });
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
  });
}

export async function removeServer(context: CliContext, name: string): Promise<void> {
  await context.withClient(async (client) => {
    const { removedSecrets } = await client.sources.remove({ name, inventory: 'keep' });
    context.output.data(
      { removed: name, removedSecrets },
      () => `Removed ${name}. Its inventory and documents stay.`,
    );
  });
}

export async function importServers(context: CliContext, file: string, replace: boolean): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new DomainError(
      'import-file-not-found',
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  await context.withClient(async (client) => {
    const report = await client.sources.import({ text, name: file, replace });
    showImport(context, report, 'Accept each of them with `datacenter-docs mcp trust NAME`.');
    if (report.problems.length + report.collisions.length > 0) {
      context.exitWith(report.added.length > 0 ? exitCodes.partial : exitCodes.failed);
    }
  });
}

function describeServer({ name, target, entry, disabled, simulated, trust }: Source) {
  const { domains } = entry.options;
  const remarks = [
    ...(disabled ? ['disabled'] : []),
    ...(simulated ? ['simulated'] : []),
    ...(domains ? [`only ${domains.join(', ')}`] : []),
  ];
  return { name, transport: entry.kind, target, disabled, simulated, remarks, trust };
}
