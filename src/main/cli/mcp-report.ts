import type { Client } from '../../shared/contract/client.ts';
import { ContractError } from '../../shared/contract/contract-error.ts';
import type { SourceImportReport } from '../../shared/contract/sources.ts';
import { describeChange } from '../mcp/trust.ts';
import type { CliContext } from './context.ts';
import type { OutputOf } from '../../shared/contract/contract.ts';

export function showImport(context: CliContext, report: SourceImportReport, next: string): void {
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

export function describeCommandFor({
  name,
  commandLines,
  accepted,
  changes,
}: OutputOf<'sources.inspectCommand'>): string {
  const isNew = changes.some((change) => change.what === 'server-new');
  return [
    `Server ${name}, ${accepted ? 'as accepted before' : isNew ? 'never accepted before' : 'CHANGED since it was accepted'}:`,
    ...commandLines.map((line) => `  ${line}`),
    ...(isNew ? [] : changes.map((change) => `  changed: ${describeChange(change)}`)),
  ].join('\n');
}

/** Descriptions stand in full: what is accepted has been seen. */
export function describeTools({ server, tools, changes }: OutputOf<'sources.inspect'>): string {
  const isNew = changes.some((change) => change.what === 'server-new');
  const lines = isNew
    ? tools.map(
        (tool) =>
          `  ${tool.name}${argumentNames(tool.inputSchema) === '' ? '' : ` (${argumentNames(tool.inputSchema)})`}: ${(tool.description ?? '').replaceAll(/\s+/g, ' ')}`,
      )
    : changes.map((change) => `  ${describeChange(change)}`);
  return [
    `It calls itself ${server.name} ${server.version} and offers ${tools.length} tools${isNew || changes.length === 0 ? '' : '; different from what was accepted'}${lines.length > 0 ? ':' : '.'}`,
    ...lines,
  ].join('\n');
}

export function argumentNames(schema: unknown): string {
  const properties: unknown =
    typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'properties') : undefined;
  const required: unknown =
    typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'required') : undefined;
  if (typeof properties !== 'object' || properties === null) return '';
  return Object.keys(properties)
    .map((name) => (Array.isArray(required) && required.includes(name) ? name : `[${name}]`))
    .join(' ');
}

/** What is wrong with the question; a server's own words do not help. */
const askedWrongly: readonly string[] = [
  'argument-refused',
  'cancelled',
  'disabled',
  'not-read-only',
  'tool-not-found',
  'unknown-server',
  'usage',
];

/** With what the server wrote beside the protocol, when it fails: for somebody who wonders why. */
export async function withServerLog<T>(
  context: CliContext,
  client: Client,
  name: string,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const isTheServers = error instanceof ContractError && !askedWrongly.includes(error.code);
    if (isTheServers) await showServerLog(context, client, name);
    throw error;
  }
}

export async function showServerLog(context: CliContext, client: Client, name: string): Promise<void> {
  const { lines } = await client.sources.logs({ name }).catch(() => ({ lines: [] }));
  if (lines.length === 0) return;
  context.output.note(
    ['The server wrote:', ...lines.slice(-15).map((line) => `  ${shorten(line, 300)}`)].join('\n'),
  );
}

export function shorten(text: string, width: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
