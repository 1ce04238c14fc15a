import type { NamedEntity } from '../knowledge/knowledge.ts';
import type { Question } from './question.ts';

const begins =
  'who|what|which|where|when|how|why|is|are|does|do|did|wer|wen|was|welche[rnms]?|wo|wann|wie|warum|ist|sind|hat|haben';
const between = new RegExp(String.raw`[?;]\s+|[,]?\s+(?:and|und|&)\s+(?=(?:${begins})\b)`, 'i');

/**
 * The questions that stand in one, each with the entities that it names itself; one that names none means those that
 * were named before it. A question that is a single one comes back as it is.
 */
export function partsOf(question: Question, mentions: readonly NamedEntity[]): readonly Question[] {
  const texts = question.text
    .split(between)
    .map((text) => text.trim())
    .filter((text) => /\p{L}{2}/u.test(text));
  if (texts.length < 2) return [question];
  const byId = new Map(question.named.map((entity) => [entity.id, entity]));
  let before = question.looking;
  return texts.map((text) => {
    const lower = text.toLowerCase();
    const named = mentions
      .filter(({ words }) => lower.includes(words.toLowerCase()))
      .flatMap(({ id }) => byId.get(id) ?? []);
    const part: Question = { ...question, text, named, looking: before };
    if (named.length > 0) before = named;
    return part;
  });
}
