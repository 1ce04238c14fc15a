import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Option, type Command } from 'commander';
import type { Client } from '../../shared/contract/client.ts';
import type { OutputOf } from '../../shared/contract/contract.ts';
import { ContractError } from '../../shared/contract/contract-error.ts';
import { passageOrigins, type ShownPassage } from '../../shared/contract/knowledge.ts';
import { entityKinds, type EntityKind } from '../../shared/model/kinds/registry.ts';
import { instantText } from '../../shared/format.ts';
import { DomainError, isSystemError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { bestLines } from './best-lines.ts';
import { exitCodes } from './exit-codes.ts';
import { nowOf, parseMoment } from './inventory-filter.ts';
import { wholeNumber } from './option-values.ts';
import type { Output } from './output.ts';

interface SearchOptions {
  readonly limit: number;
  readonly queries?: string;
  readonly document?: string;
  readonly folder?: string;
  readonly kind?: readonly EntityKind[];
  readonly source?: string;
  readonly origin?: readonly (typeof passageOrigins)[number][];
  readonly since?: string;
  readonly distinct?: boolean;
}

export function registerSearchCommand(program: Command, context: CliContext): void {
  program
    .command('search')
    .argument('[question...]', 'in your own words; names, addresses and serials are understood')
    .option('--limit <n>', 'at most so many passages', wholeNumber(1, 100), 10)
    .option('--queries <file>', 'a question a line ("-": stdin); answers one JSON object a line')
    .option('--document <id>', 'only of this document and its notes')
    .option('--folder <name>', 'only of this imported folder')
    .addOption(new Option('--kind <kind...>', 'only about entities of these kinds').choices(entityKinds))
    .option('--source <name>', 'only about entities of this source')
    .addOption(new Option('--origin <origin...>', 'only from there').choices(passageOrigins))
    .option('--since <when>', 'nothing older: an ISO time, or an age such as 7d')
    .option('--distinct', 'leave out what says the same as a better passage')
    .description('find passages in documents, notes and imported folders, with or without a model')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs search 'how do I replace a failed disk'
  $ datacenter-docs search esx-a01 --limit 3 --json
  $ datacenter-docs search 'node not ready' --folder runbooks
  $ datacenter-docs search --queries questions.txt --limit 5 > answers.jsonl

A line of --queries may also be a JSON object with "question" and an "id", which stands in its answer.`,
    )
    .action(async (words: string[], options: SearchOptions) => {
      const question = words.join(' ').trim();
      if (options.queries !== undefined) {
        if (question !== '') throw new DomainError('usage', 'Give a question or --queries, not both.');
        await answerAll(context, options.queries, options);
        return;
      }
      if (question === '') {
        throw new DomainError('usage', 'A question is missing.', {
          hint: "For example: datacenter-docs search 'how do I replace a failed disk'",
        });
      }
      await context.withClient(async (client) => {
        const found = await ask(client, question, options, { upToDate: true, signal: context.signal });
        context.output.data(answerOf(question, found), () => describe(context.output, found));
      });
    });
}

async function ask(
  client: Client,
  question: string,
  options: SearchOptions,
  { upToDate, signal }: { readonly upToDate: boolean; readonly signal: AbortSignal },
): Promise<OutputOf<'knowledge.find'>> {
  const { limit, document, folder, kind, source, origin, since, distinct = false } = options;
  return client.knowledge.find(
    {
      question,
      limit,
      alike: !distinct,
      upToDate,
      filter: {
        ...(document !== undefined && { document }),
        ...(folder !== undefined && { folder }),
        ...(kind !== undefined && { kinds: [...kind] }),
        ...(source !== undefined && { source }),
        ...(origin !== undefined && { origins: [...origin] }),
        ...(since !== undefined && { since: parseMoment(since, await nowOf(client)) }),
      },
    },
    { signal },
  );
}

/** Answers come as they are found, in the order of the questions; a question that fails says so on its own line. */
async function answerAll(context: CliContext, file: string, options: SearchOptions): Promise<void> {
  const input = file === '-' ? process.stdin : await textOf(file);
  await context.withClient(async (client) => {
    let upToDate = true;
    let failed = 0;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line.trim() === '') continue;
      const { question, id } = questionOf(line);
      const given = { ...(id !== undefined && { id }), question };
      try {
        const found = await ask(client, question, options, { upToDate, signal: context.signal });
        upToDate = false;
        context.output.line({ ...given, ...answerOf(question, found) });
      } catch (error) {
        if (context.signal.aborted) throw error;
        failed += 1;
        context.output.line({ ...given, error: faultOf(error) });
      }
    }
    if (failed > 0) context.exitWith(exitCodes.partial);
  });
}

/** Opened before the application is reached: nobody waits for that with a name that is wrong. */
async function textOf(file: string): Promise<NodeJS.ReadableStream> {
  try {
    // A pipe that nobody writes to would be waited for: it is read from stdin, by whoever means one.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if ((await handle.stat()).isFile()) return handle.createReadStream({ encoding: 'utf8' });
    await handle.close();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new DomainError('file-unreadable', `${file} cannot be read: ${error.code ?? error.message}`, {
      hint: 'name a file with one question a line, or "-" for stdin',
      cause: error,
    });
  }
  throw new DomainError('file-unreadable', `${file} cannot be read: it is no file`, {
    hint: 'name a file with one question a line, or "-" for stdin',
  });
}

/** A line as it stands, or the question in a JSON object. */
function questionOf(line: string): { readonly question: string; readonly id?: string | number } {
  if (line.trimStart().startsWith('{')) {
    try {
      const read: unknown = JSON.parse(line);
      if (typeof read === 'object' && read !== null) {
        const question: unknown = Reflect.get(read, 'question');
        const id: unknown = Reflect.get(read, 'id');
        if (typeof question === 'string') {
          return { question, ...((typeof id === 'string' || typeof id === 'number') && { id }) };
        }
      }
    } catch {
      // Then it is a question that begins with a brace.
    }
  }
  return { question: line.trim() };
}

function faultOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof ContractError || error instanceof DomainError) {
    return { code: error.code, message: error.message };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

function answerOf(question: string, { passages, entities }: OutputOf<'knowledge.find'>) {
  return {
    question,
    results: passages.map(({ id, origin, title, headings, text, at, score, by }, index) => ({
      rank: index + 1,
      score,
      ...placeOf(origin),
      title,
      headings,
      passage: text,
      at,
      by,
      id,
    })),
    entities,
  };
}

function placeOf(origin: ShownPassage['origin']): Record<string, string> {
  switch (origin.is) {
    case 'document':
      return { document: origin.document, section: origin.section };
    case 'note':
      return { document: origin.document, note: origin.note };
    case 'file':
      return { file: origin.file, folder: origin.folder };
  }
}

function describe(output: Output, { passages, entities }: OutputOf<'knowledge.find'>): string {
  const { bold, dim } = output.color;
  const named = entities.map(({ kind, name, how, words }) =>
    how === 'name' ? `${kind} ${name}` : `${kind} ${name} (${words})`,
  );
  if (passages.length === 0) {
    return [
      ...(named.length === 0 ? [] : [`named: ${named.join(', ')}`]),
      'Nothing in the documentation fits. Import runbooks with `datacenter-docs knowledge import FOLDER`.',
    ].join('\n');
  }
  const lines = passages.map((passage, index) => {
    const { origin, title, headings, at, score } = passage;
    const { lines: best, more } = bestLines(passage);
    const shown = best.map((line) => `   ${line}`);
    const place = Object.entries(placeOf(origin))
      .map(([, value]) => value)
      .join(' · ');
    return [
      `${index + 1}. ${bold([title, ...headings].join(' › '))}`,
      dim(`   ${place} · ${instantText(at)} · ${score.toFixed(2)}`),
      ...shown,
      ...(more > 0 ? [dim(`   … ${more} more ${more === 1 ? 'line' : 'lines'}`)] : []),
    ].join('\n');
  });
  return [...(named.length === 0 ? [] : [dim(`named: ${named.join(', ')}`)]), ...lines].join('\n\n');
}
