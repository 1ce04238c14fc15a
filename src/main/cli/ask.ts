import type { Command } from 'commander';
import { citationText } from '../../shared/model/answer-markdown.ts';
import type { AnswerFlag, AssistantAnswer } from '../../shared/contract/assistant.ts';
import type { Citation, ScreenContext } from '../../shared/model/citation.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { findEntity } from './find-entity.ts';
import { plain } from './output.ts';

interface AskOptions {
  readonly context?: string;
  readonly model: boolean;
  readonly conversation?: string;
}

export function registerAskCommand(program: Command, context: CliContext): void {
  program
    .command('ask <question...>')
    .description('ask about the estate: answered from documents and inventory, with sources')
    .option('--context <entity>', 'what "it" means: an entity by id or name')
    .option('--no-model', 'search results alone, also where a language model is set')
    .option('--conversation <id>', 'go on with a conversation')
    .addHelpText(
      'after',
      `
Ends with ${exitCodes.notFound} when nothing answers the question.

Examples:
  $ datacenter-docs ask "where does web-01 run?"
  $ datacenter-docs ask "what changed on it this week?" --context web-01
  $ datacenter-docs ask /help
  $ datacenter-docs ask "wie voll ist ds-a-01" --json`,
    )
    .action(async (words: readonly string[], options: AskOptions) => {
      await ask(context, words.join(' '), options);
    });
}

async function ask(context: CliContext, question: string, options: AskOptions): Promise<void> {
  if (question.trim() === '') {
    throw new DomainError('usage', 'expected a question, got nothing', { hint: 'Put it in quotes.' });
  }
  const { output, signal } = context;
  // Shown while it comes only where somebody watches; a pipe gets what has been checked, once.
  const streams = !output.json && process.stderr.isTTY && process.stdout.isTTY;
  await context.withClient(async (client) => {
    const looked =
      options.context === undefined ? undefined : await findEntity(client, options.context, undefined);
    const screen: ScreenContext | undefined = looked && { screen: 'inventory', entities: [looked.entity.id] };
    let shown = 0;
    const { conversation, answer } = await client.assistant.ask(
      {
        question,
        model: options.model,
        ...(screen && { context: screen }),
        ...(options.conversation !== undefined && { conversation: options.conversation }),
      },
      {
        signal,
        onProgress(piece) {
          if (piece.is === 'call' && piece.call.state !== 'running') {
            output.note(callLine(piece.call));
          }
          if (!streams) return;
          if (piece.is === 'text') {
            shown += piece.delta.length;
            process.stderr.write(output.color.dim(plain(piece.delta)));
          }
          if ((piece.is === 'restart' || piece.is === 'checking') && shown > 0) {
            shown = 0;
            process.stderr.write('\n');
          }
        },
      },
    );
    if (streams && shown > 0) process.stderr.write('\n');
    for (const flag of answer.flags) output.note(flagLine(flag));
    output.data({ conversation: conversation.id, ...answer }, () => answerText(answer, output.color.bold));
    if (answer.unknown) context.exitWith(exitCodes.notFound);
    else if (answer.state === 'failed') context.exitWith(exitCodes.failed);
  });
}

function answerText(answer: AssistantAnswer, bold: (text: string) => string): string {
  const text = answer.text
    .replaceAll(/\*\*((?:[^*\\]|\\.)+)\*\*/g, (_, inner: string) => bold(inner))
    .replaceAll(/\\([\\`*_[\]<>|~#.+-])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll(/ +$/gm, '');
  const sources = answer.citations.map(
    (citation) =>
      `[${citation.number}] ${citationText(citation).replaceAll(/\\([\\`*_[\]<>|~])/g, '$1')}\n    ${opens(citation)}`,
  );
  const error = answer.error ? [`${answer.error.message} ${answer.error.hint ?? ''}`.trim()] : [];
  return [text, ...error, ...(sources.length > 0 ? [sources.join('\n')] : [])].join('\n\n');
}

/** What shows the source itself. */
function opens(citation: Citation): string {
  switch (citation.is) {
    case 'passage':
      return citation.origin.is === 'file'
        ? `${citation.origin.folder}/${citation.origin.file}`
        : `datacenter-docs docs show ${citation.origin.document}`;
    case 'entity':
      return `datacenter-docs inventory show '${citation.id}'`;
    case 'change':
      return `datacenter-docs inventory show '${citation.entity}'`;
    case 'ticket':
      return `ticket ${citation.ticket}`;
    case 'tool':
      return `tool ${citation.tool} of ${citation.server}`;
    default:
      return citation satisfies never;
  }
}

function callLine(call: AssistantAnswer['calls'][number]): string {
  const where = call.server === undefined ? '' : `${call.server} `;
  return `${call.state === 'done' ? '›' : call.state}: ${where}${call.tool} ${JSON.stringify(call.arguments)} ${call.summary ?? ''}`;
}

function flagLine(flag: AnswerFlag): string {
  switch (flag.is) {
    case 'instructions-in-data':
      return `reads like an instruction to the assistant, not followed: ${flag.where}: "${flag.excerpt}"`;
    case 'unsupported':
      return `taken out, not borne out by its sources: ${flag.sentences.join(' / ')}`;
    case 'uncited':
      return `${flag.sentences} sentences without a source`;
    case 'limit':
      return `limit: ${flag.reason}`;
    case 'model-lost':
      return `the language model was lost: ${flag.reason}`;
    case 'history-left-out':
      return `${flag.messages} older messages did not fit and were left out`;
    case 'taken-out':
      return `taken out: ${flag.count} × ${flag.what}`;
    default:
      return flag satisfies never;
  }
}
