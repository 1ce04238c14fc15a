import { DomainError } from '../platform/errors.ts';
import { withCitations, type AnswerDraft } from './answer-parts.ts';
import type { AnswerWork } from './answer-question.ts';
import { say } from './forms/question-form.ts';
import { checkAnswer, type CheckedAnswer } from './model/check-answer.ts';
import { askModel, type ModelAnswer } from './model/model-answer.ts';
import { notInDocumentation } from './model/prompt.ts';
import { answerFromSearch, fromForms, notFound, searchDraft, withoutModelNote } from './search-answer.ts';

/** An answer by the model, checked; by search where the model was lost, or has said nothing that can be shown. */
export async function modelDraft(work: AnswerWork): Promise<AnswerDraft> {
  const { question, signal, progress, desk, ledger, ports } = work;
  const answer = await askModel(work);
  if (answer.lost instanceof DomainError && answer.lost.code === 'llm-not-configured') {
    return searchDraft(await searched(work), withoutModelNote(question, 'not-set'));
  }
  if (!signal.aborted) progress({ is: 'checking' });
  const { factCheck } = ports;
  const checked = checkAnswer(answer.said, {
    question: question.text,
    ledger,
    unfinished: answer.lost !== undefined,
    factCheck: factCheck && ((sentence) => factCheck(sentence, desk.view)),
  });
  const base = {
    ...(answer.model !== undefined && { model: answer.model }),
    calls: answer.calls,
    by: 'model' as const,
  };
  if (signal.aborted) {
    return { ...base, ...textOf(checked), flags: [...answer.flags, ...checked.flags], unknown: false };
  }
  if (answer.lost) return completed(work, answer, checked);
  if (saysNothing(answer.said)) return unknown(work, answer);
  if (checked.supported > 0 || checked.statements === 0) {
    return { ...base, ...textOf(checked), flags: [...answer.flags, ...checked.flags], unknown: false };
  }
  // None of it rests on anything: that is a guess, however it reads.
  const search = await searched(work);
  const note = say(
    question.language,
    '*The model gave no answer that its sources bear out. These are search results:*',
    '*Das Modell gab keine Antwort, die ihre Quellen belegen. Dies sind Suchergebnisse:*',
  );
  const draft = searchDraft(search, note);
  return {
    ...draft,
    ...(answer.model !== undefined && { model: answer.model }),
    calls: answer.calls,
    flags: [...answer.flags, ...guessFlags(checked)],
  };
}

function textOf(checked: CheckedAnswer): Pick<AnswerDraft, 'text' | 'quotes'> {
  return { text: checked.text, quotes: checked.quotes };
}

function guessFlags(checked: CheckedAnswer): AnswerDraft['flags'] {
  const dropped = checked.flags.flatMap((flag) => (flag.is === 'unsupported' ? flag.sentences : []));
  const uncited = checked.text.split('\n').filter((line) => line.trim() !== '');
  return [{ is: 'unsupported', sentences: [...dropped, ...uncited].slice(0, 40) }];
}

async function searched({ question, found, desk, ledger }: AnswerWork) {
  return answerFromSearch(question, found, desk, ledger);
}

/** What had come stays, marked; the rest is what search finds. */
async function completed(
  work: AnswerWork,
  answer: ModelAnswer,
  checked: CheckedAnswer,
): Promise<AnswerDraft> {
  const { question, progress, ledger, ports } = work;
  const model = answer.model ?? ports.llm.state.model;
  const search = await searched(work);
  const note = say(
    question.language,
    checked.text === ''
      ? '*The language model cannot be reached. These are search results:*'
      : '*The language model was lost here. The rest are search results:*',
    checked.text === ''
      ? '*Das Sprachmodell ist nicht erreichbar. Dies sind Suchergebnisse:*'
      : '*Hier ging das Sprachmodell verloren. Der Rest sind Suchergebnisse:*',
  );
  const reason = answer.lost instanceof DomainError ? answer.lost.message : 'it failed';
  const draft: AnswerDraft = {
    text: `${checked.text === '' ? '' : `${checked.text} …\n\n---\n\n`}${note}\n\n${search.text}`,
    by: checked.text === '' ? 'search' : 'model',
    // One that was lost told no name of its own.
    ...(model !== undefined && { model }),
    calls: answer.calls,
    flags: [...answer.flags, ...checked.flags, { is: 'model-lost', reason }],
    unknown: checked.text === '' && search.unknown,
    quotes: new Map([...search.quotes, ...checked.quotes]),
  };
  progress({ is: 'restart' });
  progress({ is: 'text', delta: work.withoutSecrets(withCitations(draft, ledger).text) });
  return draft;
}

/** The model found no answer. What the inventory says by itself is one all the same. */
async function unknown(work: AnswerWork, answer: ModelAnswer): Promise<AnswerDraft> {
  const { question, desk } = work;
  const told = await fromForms(question, desk);
  const base = {
    ...(answer.model !== undefined && { model: answer.model }),
    calls: answer.calls,
    flags: answer.flags,
  };
  if (told.length > 0) {
    const note = say(
      question.language,
      '*The model found no answer; the inventory says:*',
      '*Das Modell fand keine Antwort; das Inventar sagt:*',
    );
    return { ...searchDraft(await searched(work), note), ...base };
  }
  return { ...base, by: 'model', text: notFound(question), unknown: true, quotes: new Map() };
}

function saysNothing(said: string): boolean {
  const text = said.trim();
  if (text === '') return true;
  return (
    text.toUpperCase().startsWith(notInDocumentation) ||
    /^\W*(?:nicht in der dokumentation|not in the documentation)\b/i.test(text)
  );
}
