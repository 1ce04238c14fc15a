import type { AssistantAnswer, AssistantMessage } from '../../../shared/contract/assistant.ts';
import { isRunning, type Ask } from './asks.ts';

type QuestionMessage = Extract<AssistantMessage, { role: 'user' }>;

/** A question with its answer, as far as each is there. */
export interface Turn {
  readonly key: string;
  readonly question: Pick<QuestionMessage, 'text' | 'at' | 'context'> & {
    readonly looking: readonly string[];
    /** Absent: the application has not confirmed it. */
    readonly id?: string;
  };
  readonly answer?: AssistantAnswer;
  /** It is asked in this window, and its answer comes or did not come from there. */
  readonly ask?: Ask;
}

/** What is kept of a conversation together with what is asked in this window, oldest first. */
export function turnsOf(messages: readonly AssistantMessage[], asks: readonly Ask[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === 'user') {
      turns.push({ key: message.id, question: message });
      continue;
    }
    const last = turns.at(-1);
    if (last && last.answer === undefined) turns[turns.length - 1] = { ...last, answer: message };
  }
  for (const ask of asks) {
    const known = turns.findIndex(
      ({ question }) => question.id !== undefined && question.id === ask.questionId,
    );
    if (known >= 0) {
      const turn = turns[known];
      if (turn && !isKept(ask, turn.answer)) {
        // What is kept of an answer that still comes is older than what came here.
        const { answer: _, ...rest } = turn;
        turns[known] = { ...rest, ask, ...(ask.answer && { answer: ask.answer }) };
      }
      continue;
    }
    const replaced = turns.findIndex(({ question }) => question.id === ask.question.replaces);
    if (ask.question.replaces !== undefined && replaced >= 0) turns.splice(replaced);
    turns.push({
      key: ask.questionId ?? ask.key,
      question: {
        text: ask.question.text,
        at: ask.askedAt,
        looking: ask.question.looking,
        ...(ask.question.context && { context: ask.question.context }),
        ...(ask.questionId !== undefined && { id: ask.questionId }),
      },
      ask,
      ...(ask.answer && { answer: ask.answer }),
    });
  }
  return turns;
}

/** The asks of which everything is kept by the application now. */
export function keptAsks(messages: readonly AssistantMessage[], asks: readonly Ask[]): readonly string[] {
  return asks
    .filter((ask) =>
      isKept(
        ask,
        messages.find(
          (message): message is AssistantAnswer =>
            message.role === 'assistant' && message.id === ask.answerId,
        ),
      ),
    )
    .map(({ key }) => key);
}

function isKept(ask: Ask, answer: AssistantAnswer | undefined): boolean {
  return (
    !isRunning(ask) && answer !== undefined && answer.id === ask.answerId && answer.state !== 'streaming'
  );
}
