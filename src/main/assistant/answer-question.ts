import type { AnswerFlag, AssistantMessage } from '../../shared/contract/assistant.ts';
import type { Citation, ScreenContext, ToolCallView } from '../../shared/model/citation.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { safeMarkdown } from '../../shared/model/safe-markdown.ts';
import { parseSlash } from '../../shared/model/slash-commands.ts';
import type { KnowledgeAnswer } from '../knowledge/knowledge.ts';
import { withCitations, type AnswerDraft } from './answer-parts.ts';
import type { AskProgress } from './assistant.ts';
import { EvidenceLedger } from './evidence.ts';
import type { Desk } from './forms/question-form.ts';
import { modelDraft } from './model-draft.ts';
import type { AssistantPorts } from './ports.ts';
import { askedQuestion, type Question } from './question.ts';
import { flagsOfData } from './safety/flag-data.ts';
import { answerFromSearch, searchDraft, withoutModelNote } from './search-answer.ts';
import { answerSlash } from './slash-answer.ts';

export interface QuestionToAnswer {
  readonly question: string;
  readonly context: ScreenContext | undefined;
  readonly useModel: boolean;
  readonly history: readonly AssistantMessage[];
}

export interface FinalAnswer {
  readonly text: string;
  readonly by: 'model' | 'search';
  readonly model?: string;
  readonly citations: readonly Citation[];
  readonly calls: readonly ToolCallView[];
  readonly flags: readonly AnswerFlag[];
  readonly unknown: boolean;
  readonly stopped: boolean;
}

/** Everything that one answer is made with. */
export interface AnswerWork {
  readonly asked: QuestionToAnswer;
  readonly question: Question;
  readonly found: KnowledgeAnswer;
  readonly desk: Desk;
  readonly ledger: EvidenceLedger;
  readonly signal: AbortSignal;
  readonly progress: (progress: AskProgress) => void;
  readonly withoutSecrets: (text: string) => string;
  readonly ports: AssistantPorts;
}

const passagesWanted = 8;

export async function answerQuestion(
  asked: QuestionToAnswer,
  options: {
    readonly signal: AbortSignal;
    readonly progress: (progress: AskProgress) => void;
    readonly withoutSecrets: (text: string) => string;
  },
  ports: AssistantPorts,
): Promise<FinalAnswer> {
  const work = await prepare(asked, options, ports);
  const draft = await draftOf(work);
  return finished(draft, work);
}

async function draftOf(work: AnswerWork): Promise<AnswerDraft> {
  const { question, found, desk, ledger, asked, ports } = work;
  const slash = parseSlash(question.text);
  if (slash.is !== 'question') return streamed(await answerSlash(slash, work), work);
  if (asked.useModel && ports.llm.state.configured) return modelDraft(work);
  const answer = await answerFromSearch(question, found, desk, ledger);
  return streamed(
    searchDraft(answer, withoutModelNote(question, asked.useModel ? 'not-set' : 'not-wanted')),
    work,
  );
}

/** What is there at once is streamed at once. */
function streamed(draft: AnswerDraft, { ledger, progress, withoutSecrets }: AnswerWork): AnswerDraft {
  progress({ is: 'text', delta: withoutSecrets(safeMarkdown(withCitations(draft, ledger).text).text) });
  return draft;
}

function finished(draft: AnswerDraft, work: AnswerWork): FinalAnswer {
  const { ledger, withoutSecrets, signal, asked } = work;
  const { text: numbered, citations } = withCitations(draft, ledger);
  const { text: safe, takenOut } = safeMarkdown(numbered);
  const text = withoutSecrets(safe);
  const secrets = text === safe ? 0 : Math.max(1, count(text, '[redacted]') - count(safe, '[redacted]'));
  const taken = { ...takenOut, secret: secrets };
  const flags: AnswerFlag[] = [
    ...draft.flags,
    ...flagsOfData(ledger.all, [
      { where: 'the filter of the screen', text: asked.context?.filter ?? '' },
      { where: 'earlier in this conversation', text: answersOf(asked.history) },
    ]),
    ...(['link', 'image', 'html', 'secret'] as const).flatMap((what): AnswerFlag[] =>
      taken[what] > 0 ? [{ is: 'taken-out', what, count: taken[what] }] : [],
    ),
  ];
  return {
    text,
    by: draft.by,
    ...(draft.model !== undefined && { model: draft.model }),
    citations: citations.map((citation) => bareCitation(citation, withoutSecrets)),
    calls: draft.calls,
    flags: eachOnce(flags.map((flag) => bareFlag(flag, withoutSecrets))),
    unknown: draft.unknown,
    stopped: signal.aborted,
  };
}

/** A text may have been looked at for more than one reason. */
function eachOnce(flags: readonly AnswerFlag[]): AnswerFlag[] {
  return [...new Map(flags.map((flag) => [JSON.stringify(flag), flag])).values()];
}

/** An answer before may have quoted what somebody planted for the question after it. */
function answersOf(history: readonly AssistantMessage[]): string {
  return history
    .filter(({ role }) => role === 'assistant')
    .slice(-4)
    .map(({ text }) => text)
    .join('\n');
}

function bareCitation(citation: Citation, bare: (text: string) => string): Citation {
  switch (citation.is) {
    case 'passage':
    case 'ticket':
    case 'tool':
      return { ...citation, quote: bare(citation.quote) };
    case 'entity':
      return { ...citation, facts: citation.facts.map((fact) => ({ ...fact, text: bare(fact.text) })) };
    case 'change':
      return { ...citation, text: bare(citation.text) };
    default:
      return citation satisfies never;
  }
}

function bareFlag(flag: AnswerFlag, bare: (text: string) => string): AnswerFlag {
  if (flag.is === 'instructions-in-data') return { ...flag, excerpt: bare(flag.excerpt) };
  if (flag.is === 'unsupported') return { ...flag, sentences: flag.sentences.map(bare) };
  return flag;
}

const count = (text: string, piece: string) => text.split(piece).length - 1;

async function prepare(
  asked: QuestionToAnswer,
  options: Pick<AnswerWork, 'signal' | 'progress' | 'withoutSecrets'>,
  ports: AssistantPorts,
): Promise<AnswerWork> {
  const { context } = asked;
  const view = await ports.inventory.view(context?.at);
  const slash = parseSlash(asked.question);
  const text = slash.is === 'question' ? asked.question : slash.is === 'command' ? slash.rest : '';
  const found: KnowledgeAnswer =
    text === ''
      ? { passages: [], entities: [] }
      : await ports.knowledge.find(text, { limit: passagesWanted, signal: options.signal });
  const now = context?.at ?? ports.clock.now();
  const question = askedQuestion({
    text: asked.question,
    named: found.entities.flatMap(({ id }) => view.get(id) ?? []),
    looking: lookingAt(asked, (id) => view.get(id)),
    now,
  });
  const desk: Desk = {
    view,
    now,
    ...(context?.at !== undefined && { at: context.at }),
    language: question.language,
    inventory: ports.inventory,
    blastRadius: (of, root) => ports.topology.blastRadius(of, root),
  };
  return {
    asked,
    question,
    found,
    desk,
    ledger: new EvidenceLedger(options.withoutSecrets),
    ports,
    ...options,
  };
}

/** What "it" may mean: what is on the screen, else what the answer before was about. */
function lookingAt(
  asked: QuestionToAnswer,
  get: (id: Entity['id']) => Entity | undefined,
): readonly Entity[] {
  const shown = (asked.context?.entities ?? []).flatMap((id) => get(id) ?? []);
  if (shown.length > 0) return shown;
  const last = asked.history.findLast((message) => message.role === 'assistant');
  return (last?.citations ?? []).flatMap((citation) =>
    citation.is === 'entity' && citation.kind !== 'finding' ? (get(citation.id) ?? []) : [],
  );
}
