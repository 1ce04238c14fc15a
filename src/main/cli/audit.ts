import { InvalidArgumentError, Option, type Command } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import { auditResults, type AuditEntry } from '../../shared/contract/audit.ts';
import { instantText } from '../../shared/format.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import { verifyChainFile } from '../audit/chain-file.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { wholeNumber } from './option-values.ts';

interface FilterOptions {
  readonly operator?: string;
  readonly action?: string;
  readonly result?: AuditEntry['result'];
  readonly since?: Instant;
  readonly until?: Instant;
  readonly text?: string;
}

export function registerAuditCommand(program: Command, context: CliContext): void {
  const audit = program
    .command('audit')
    .description('who did what, when and with what result')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs audit list --since 2026-11-01 --action sources
  $ datacenter-docs audit verify
  $ datacenter-docs audit export --format csv --out audit.csv
  $ datacenter-docs audit export --format jsonl --out audit.jsonl
  $ datacenter-docs audit verify --file audit.jsonl --head 64e833b3…

verify computes every hash anew. Kept elsewhere, the head that it prints proves later that nothing was taken from the end.
jsonl has the records themselves: whoever is given the file proves it with verify --file, or with SHA-256 alone.`,
    );

  withFilter(audit.command('list'))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1000), 50)
    .description('what was done, newest first')
    .action(async ({ limit, ...filter }: FilterOptions & { limit: number }) => {
      await context.withClient(async (client) => {
        const { items, total } = await client.audit.list({ ...filter, limit });
        context.output.data({ items, total }, () =>
          items.length === 0
            ? 'Nothing fits.'
            : context.output.table(
                ['#', 'when', 'who', 'via', 'action', 'on what', 'result'],
                items.map((entry) => [
                  entry.sequence,
                  instantText(entry.at),
                  entry.operator,
                  entry.via,
                  entry.action,
                  entry.subject,
                  entry.result,
                ]),
              ),
        );
      });
    });

  audit
    .command('verify')
    .option('--file <file>', 'an export as jsonl, rather than the log of this data directory')
    .option('--head <hash...>', 'with --file: hashes that were kept elsewhere and must be in it')
    .description('prove the chain of hashes, or say where it breaks')
    .action(async ({ file, head }: { file?: string; head?: string[] }) => {
      if (file !== undefined) {
        verifyFile(context, file, head ?? []);
        return;
      }
      if (head !== undefined) {
        throw new DomainError('usage', '--head goes with --file: the log here has its head kept beside it.');
      }
      await context.withClient(async (client) => {
        const proof = await client.audit.verify({});
        const { green, red, dim } = context.output.color;
        context.output.data(proof, () =>
          proof.chains.length === 0
            ? 'There is nothing to prove yet.'
            : proof.chains
                .map((chain) =>
                  chain.break === undefined
                    ? `${green('✓')} ${chain.workstation}: ${chain.records} records, the chain holds. ${dim(`head ${chain.head ?? ''}`)}`
                    : `${red('■')} ${chain.workstation}: record ${chain.break.sequence} is ${chain.break.kind}: ${chain.break.reason}`,
                )
                .join('\n'),
        );
        if (!proof.ok) context.exitWith(exitCodes.failed);
      });
    });

  withFilter(audit.command('export'))
    .addOption(
      new Option('--format <format>', 'of the file').choices(['json', 'csv', 'jsonl']).default('json'),
    )
    .option('--out <file>', 'where to; stdout when left out')
    .description('the log as one file')
    .action(
      async ({
        format,
        out,
        ...filter
      }: FilterOptions & { format: 'json' | 'csv' | 'jsonl'; out?: string }) => {
        await context.withClient(async (client) => {
          const file = await client.audit.export({ ...filter, format });
          if (out === undefined && format === 'jsonl' && !process.stdout.isTTY) {
            // Byte by byte: a terminal is spared control characters, a file that is proved later must have them.
            process.stdout.write(file.content);
            return;
          }
          if (out === undefined) {
            context.output.data(format === 'json' ? JSON.parse(file.content) : file, () => file.content);
            return;
          }
          writeFileSync(out, file.content, { mode: 0o600 });
          context.output.data(
            { file: out, records: file.records },
            () => `${file.records} records in ${out}`,
          );
        });
      },
    );
}

/** Needs no data directory: it is for whoever was given the file. */
function verifyFile(context: CliContext, file: string, heads: readonly string[]): void {
  const { output } = context;
  const proof = verifyChainFile(readFileSync(file), heads);
  const { green, red, dim } = output.color;
  output.data({ file, ...proof }, () =>
    [
      ...proof.lines.map(({ line, reason }) => `${red('■')} line ${line}: ${reason}`),
      ...proof.chains.map((chain) =>
        chain.break === undefined
          ? `${green('✓')} ${chain.workstation}: ${chain.records} records, the chain holds. ${dim(`head ${chain.head ?? ''}`)}`
          : `${red('■')} ${chain.workstation}: record ${chain.break.sequence} is ${chain.break.kind}: ${chain.break.reason}`,
      ),
      ...proof.missingHeads.map(
        (head) => `${red('■')} no record has the hash ${head}: what it closed is gone or another`,
      ),
      ...(proof.ok && heads.length === 0
        ? [dim('Without a head that was kept elsewhere (--head), records cut off at the end go unnoticed.')]
        : []),
    ].join('\n'),
  );
  if (!proof.ok) context.exitWith(exitCodes.failed);
}

function withFilter(command: Command): Command {
  return command
    .option('--operator <name>', 'who')
    .option('--action <name>', 'an action, or a feature: sources, settings, jobs, …')
    .addOption(new Option('--result <result>', 'how it ended').choices(auditResults))
    .option('--since <time>', 'from then on, ISO 8601', moment)
    .option('--until <time>', 'until then, ISO 8601', moment)
    .option('--text <words>', 'words that stand in it');
}

function moment(text: string): Instant {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('expected a time such as 2026-11-23T08:00:00Z');
  return instant(ms);
}
