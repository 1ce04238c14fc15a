import type { AnswerFlag, AssistantMessage } from '../../shared/contract/assistant.ts';
import type { Citation, ScreenContext, ToolCallView } from '../../shared/model/citation.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { KnowledgeAnswer } from '../knowledge/knowledge.ts';
import { withCitations, type AnswerDraft } from './answer-parts.ts';
import type { AskProgress } from './assistant.ts';
import { EvidenceLedger } from './evidence.ts';
import type { Desk } from './forms/question-form.ts';
import type { AssistantPorts } from './ports.ts';
import { askedQuestion, type Question } from './question.ts';
import { answerFromSearch, searchDraft, withoutModelNote } from './search-answer.ts';

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
  readonly ports: AssistantPorts;
}

const passagesWanted = 8;

export async function answerQuestion(
  asked: QuestionToAnswer,
  {
    signal,
    progress,
    withoutSecrets,
  }: {
    readonly signal: AbortSignal;
    readonly progress: (progress: AskProgress) => void;
    readonly withoutSecrets: (text: string) => string;
  },
  ports: AssistantPorts,
): Promise<FinalAnswer> {
  const work = await prepare(asked, signal, progress, ports);
  const draft = await draftOf(work);
  const { text, citations } = withCitations(draft, work.ledger);
  return {
    text: withoutSecrets(text),
    by: draft.by,
    ...(draft.model !== undefined && { model: draft.model }),
    citations,
    calls: draft.calls,
    flags: draft.flags,
    unknown: draft.unknown,
    stopped: signal.aborted,
  };
}

async function draftOf(work: AnswerWork): Promise<AnswerDraft> {
  const { question, found, desk, ledger, progress, asked } = work;
  const answer = await answerFromSearch(question, found, desk, ledger);
  const draft = searchDraft(answer, withoutModelNote(question, asked.useModel ? 'not-set' : 'not-wanted'));
  progress({ is: 'text', delta: withCitations(draft, ledger).text });
  return draft;
}

async function prepare(
  asked: QuestionToAnswer,
  signal: AbortSignal,
  progress: (progress: AskProgress) => void,
  ports: AssistantPorts,
): Promise<AnswerWork> {
  const { context } = asked;
  const view = await ports.inventory.view(context?.at);
  const found = await ports.knowledge.find(asked.question, { limit: passagesWanted, signal });
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
    language: question.language,
    inventory: ports.inventory,
    blastRadius: (of, root) => ports.topology.blastRadius(of, root),
  };
  return { asked, question, found, desk, ledger: new EvidenceLedger(), signal, progress, ports };
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
