import type { Entity } from '../../shared/model/entity.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import { languageOf, type Language } from './language.ts';
import { withoutQuoted } from './quoted.ts';

/** What was asked, with the entities that it is about. */
export interface Question {
  readonly text: string;
  readonly language: Language;
  /** Named in it, in their order there. */
  readonly named: readonly Entity[];
  /** Of the screen, else of the answer before: what "it" means. */
  readonly looking: readonly Entity[];
  readonly now: Instant;
}

export function askedQuestion(parts: Omit<Question, 'language'>): Question {
  // What is quoted, such as the title of a finding, is in whatever language it was written.
  return { ...parts, language: languageOf(withoutQuoted(parts.text)) };
}

const pointing =
  /\b(?:it|its|this|that|these|those|here|them|they|er|es|sie|ihn|ihm|ihr|davon|daran|dazu|darin|dafür|damit|dies|dieser|diese|dieses|diesem|diesen|hier|darauf|dort|da)\b/i;
/** The "es" of these stands for nothing. */
const thereIs = /\b(?:gibt es|es gibt)\b/gi;
const timeWords =
  /\b(?:this|diese[rnms]?|that)\s+(?:week|month|morning|year|woche|monat|tage?|morgen|jahr)\b/gi;

/** What a question is about: what it names, else what it points at. */
export function subjectsOf(question: Question, kinds?: readonly EntityKind[]): readonly Entity[] {
  const fits = ({ kind }: Entity) => kinds === undefined || kinds.includes(kind);
  const named = question.named.filter(fits);
  if (named.length > 0 || question.named.length > 0) return named;
  return pointing.test(question.text.replaceAll(timeWords, ' ').replaceAll(thereIs, ' '))
    ? question.looking.filter(fits)
    : [];
}

const several = /\b(?:they|them|these|those|their|sie|ihnen|ihre[nrsm]?|diese[nr]?)\b/i;

/**
 * A question about several things as one about each: those of one kind that it names, or what "they" points at. One
 * about a single thing, or about none, comes back as it is.
 */
export function askedOfEach(question: Question): readonly Question[] {
  const subjects = subjectsOf(question);
  const meant =
    question.named.length > 0
      ? subjects.filter(({ kind }) => kind === subjects[0]?.kind)
      : several.test(question.text.replaceAll(timeWords, ' '))
        ? subjects
        : [];
  return meant.length < 2 ? [question] : meant.map((one) => ({ ...question, named: [one], looking: [] }));
}
