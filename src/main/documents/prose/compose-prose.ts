import type { ProseSentence } from '../../../shared/model/block.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { Llm, LlmAnswer } from '../../llm/llm.ts';
import {
  answerTokens,
  correctionPrompt,
  prosePrompt,
  readCorrections,
  type PromptMessage,
  type ProsePromptParts,
} from './prompt.ts';
import { refusedForm } from './refuse-sentence.ts';

/** One sentence as the fact check judges it. */
export interface CheckedProse {
  readonly text: string;
  readonly verdict: 'supported' | 'contradicted' | 'unsupported' | 'no-claim';
  readonly sources: readonly { readonly entity: EntityId; readonly path: string }[];
  readonly reason?: string;
}

/** Holds a text against the inventory, sentence by sentence. */
export type FactCheck = (
  text: string,
  view: InventoryView,
  context: { readonly about?: EntityId },
) => readonly CheckedProse[];

export interface ComposedProse {
  readonly sentences: readonly ProseSentence[];
  readonly omitted: readonly { readonly text: string; readonly reason: string }[];
  readonly model: string;
}

interface Judged {
  readonly text: string;
  readonly sources: ProseSentence['sources'];
  readonly claims: boolean;
  readonly refused?: string;
}

/** Sources kept with a sentence: a count over thousands names some of them. */
const mostSources = 50;
const mostSentences = 12;

/**
 * Has a section's prose written and lets through what the inventory bears out. What it does not is sent back once with
 * the reason, then left out.
 * @throws DomainError of the language model
 */
export async function composeProse(
  parts: Omit<ProsePromptParts, 'contextTokens'> & { readonly subject?: EntityId },
  ports: {
    readonly llm: Pick<Llm, 'contextTokens' | 'complete'>;
    readonly check: FactCheck;
    readonly view: InventoryView;
    readonly signal?: AbortSignal;
  },
): Promise<ComposedProse> {
  const { llm, check, view, signal } = ports;
  const context = parts.subject === undefined ? {} : { about: parts.subject };
  const { messages } = prosePrompt({ ...parts, contextTokens: llm.contextTokens('generation') });
  const ask = (all: readonly PromptMessage[]) =>
    llm.complete(
      'generation',
      { feature: 'prose', messages: all, maxTokens: answerTokens, temperature: 0.2 },
      signal === undefined ? {} : { signal },
    );
  const first = await ask(messages);
  if (first.text.trim().replace(/\.$/, '').toUpperCase() === 'NOTHING') {
    return { sentences: [], omitted: [], model: first.model };
  }
  const judge = (text: string): Judged[] => check(text, view, context).map((one) => judged(one, view));
  let sentences = judge(whole(first));
  const omitted: { text: string; reason: string }[] = [];
  // A list or an essay is none of what was asked for; the beginning is taken.
  for (const { text } of sentences.splice(mostSentences))
    omitted.push({ text, reason: 'there are too many' });
  const refused = sentences.flatMap(({ text, refused: reason }) =>
    reason === undefined ? [] : [{ text, reason }],
  );
  if (refused.length > 0) {
    const second = await ask([
      ...messages,
      { role: 'assistant', content: first.text },
      correctionPrompt(refused),
    ]);
    const corrections = readCorrections(second.text);
    const texts = sentences.map((sentence) => {
      const number = refused.findIndex(({ text }) => text === sentence.text) + 1;
      return sentence.refused === undefined ? sentence.text : (corrections.get(number) ?? sentence.text);
    });
    sentences = judge(texts.join('\n'));
  }
  // Without a sentence, the "it" of the next one means something else: what is left is read once more.
  for (;;) {
    const bad = sentences.filter((sentence) => sentence.refused !== undefined);
    if (bad.length === 0) break;
    for (const { text, refused: reason = '' } of bad) omitted.push({ text, reason });
    sentences = judge(
      sentences
        .filter((sentence) => sentence.refused === undefined)
        .map(({ text }) => text)
        .join('\n'),
    );
  }
  // Words around nothing that could be checked tell nothing.
  if (!sentences.some(({ claims }) => claims)) sentences = [];
  return {
    sentences: sentences.map(({ text, sources }) => ({ text, sources })),
    omitted,
    model: first.model,
  };
}

/** Without the sentence that the limit of tokens cut off. */
function whole({ text, ended }: LlmAnswer): string {
  return ended === 'length' ? text.slice(0, Math.max(0, text.search(/[.!?][^.!?]*$/) + 1)) : text;
}

function judged({ text, verdict, sources, reason }: CheckedProse, view: InventoryView): Judged {
  const form = refusedForm(text);
  const sound = verdict === 'supported' || verdict === 'no-claim';
  const refused = form ?? (sound ? undefined : (reason ?? 'the inventory does not bear it out'));
  return {
    text,
    sources: sources.slice(0, mostSources).flatMap(({ entity: id, path }) => {
      const name = view.get(id)?.name;
      return name === undefined ? [] : [{ id, name, path }];
    }),
    claims: verdict === 'supported',
    ...(refused === undefined ? {} : { refused }),
  };
}
