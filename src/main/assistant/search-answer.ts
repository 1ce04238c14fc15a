import { instantText } from '../../shared/format.ts';
import { mostLookedAt } from '../../shared/model/citation.ts';
import { instant } from '../../shared/model/ids.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { FoundPassage, KnowledgeAnswer } from '../knowledge/knowledge.ts';
import type { AnswerDraft } from './answer-parts.ts';
import { changeEvidence, changeLine } from './change-line.ts';
import { entityEvidence, inboundFacts, keyFacts } from './entity-facts.ts';
import { bestExcerpt } from './excerpt.ts';
import type { EvidenceLedger } from './evidence.ts';
import { findingEvidence, findingsOf } from './forms/findings.ts';
import { say, type Desk, type Statement } from './forms/question-form.ts';
import { questionForms } from './forms/registry.ts';
import { bold, mdText } from './markdown-text.ts';
import { askedOfEach, type Question } from './question.ts';
import { partsOf } from './question-parts.ts';
import { isRelevant, relevance } from './relevance.ts';

const mostEntities = 3;
const mostPassages = 3;
/** Beside an answer of the inventory, a passage must speak of all that was asked for to be worth reading. */
const besideAnAnswer = 0.8;
const week = 7 * 86_400_000;

/** What search and inventory say to a question by themselves. */
export interface SearchAnswer {
  readonly text: string;
  readonly unknown: boolean;
  readonly quotes: ReadonlyMap<number, string>;
}

/** Passages and facts that answer a question, each cited; nothing in them is written anew. */
export async function answerFromSearch(
  question: Question,
  found: KnowledgeAnswer,
  desk: Desk,
  ledger: EvidenceLedger,
): Promise<SearchAnswer> {
  const quotes = new Map<number, string>();
  const parts = partsOf(question, found.entities);
  const answers = await Promise.all(parts.map((part) => fromForms(part, desk)));
  const told = answers.flat();
  const open = told.length > 0 ? parts.filter((_, place) => answers[place]?.length === 0) : [];
  const about =
    told.length > 0
      ? []
      : await Promise.all(question.named.slice(0, mostEntities).map((one) => aboutEntity(one, desk)));
  const statements = [...told, ...about.flat()];
  const lines = [
    ...statements.map((statement) => cited(statement, ledger)),
    ...passageLines(
      goodPassages(
        question.text,
        found.passages,
        told.length > 0 ? 'an-answer' : about.length > 0 ? 'facts' : 'nothing',
      ),
      question.text,
      ledger,
      quotes,
    ),
  ];
  lines.push(...open.map((part) => notAnswered(part)));
  if (lines.length === 0) return { text: notFound(question), unknown: true, quotes };
  return { text: joinedLines(lines), unknown: false, quotes };
}

/** What a question's own form says, of each thing that it is about; nothing when no form knows it. */
export async function fromForms(question: Question, desk: Desk): Promise<readonly Statement[]> {
  const ofEach = askedOfEach(question);
  const most = ofEach.slice(0, mostLookedAt);
  for (const form of questionForms) {
    const told = await Promise.all(
      most.map(async (one): Promise<readonly Statement[]> => {
        const args = form.recognise(one);
        if (args === undefined) return [];
        const statements = await form.answer(args, desk);
        const [entity] = one.named;
        if (ofEach.length === 1 || !entity || statements.length === 0) return statements;
        return [{ text: `${bold(entity.name)}:`, rests: [] }, ...statements];
      }),
    );
    const statements = told.flat();
    if (statements.length === 0) continue;
    const left = ofEach.length - most.length;
    return left === 0
      ? statements
      : [
          ...statements,
          { text: say(desk.language, `… and ${left} more.`, `… und ${left} weitere.`), rests: [] },
        ];
  }
  return [];
}

/**
 * Passages that are about the question. Generated documents repeat what the inventory says: beside facts only what
 * people wrote is worth reading, and beside an answer only what speaks of all that was asked for.
 */
function goodPassages(
  question: string,
  passages: readonly FoundPassage[],
  beside: 'nothing' | 'facts' | 'an-answer',
): readonly FoundPassage[] {
  const good = passages.filter((passage) => isRelevant(question, passage));
  if (beside === 'nothing') return good.slice(0, mostPassages);
  const written = good.filter(({ origin }) => origin.is !== 'document');
  if (beside === 'facts') return written.slice(0, mostPassages);
  return written.filter((passage) => relevance(question, passage) >= besideAnAnswer).slice(0, 1);
}

/** An entity in a few lines: what it is, what is wrong with it, what changed. */
export async function aboutEntity(entity: Entity, desk: Desk): Promise<readonly Statement[]> {
  const { view, language } = desk;
  const facts = [...keyFacts(view, entity), ...inboundFacts(view, entity)].filter(
    ({ path }) => path !== 'kind',
  );
  const findings = findingsOf(view, entity).slice(0, 3);
  const since = instant(Date.parse(desk.now) - week);
  const { items } = await desk.inventory.changes({ entityId: entity.id, since, until: desk.now, limit: 3 });
  return [
    {
      text: `${bold(entity.name)} (${kindDefinition(entity.kind).title}, ${say(language, 'seen', 'gesehen')} ${instantText(entity.observedAt)}): ${
        facts.map(({ label, text }) => `${mdText(label)} ${mdText(text)}`).join('; ') ||
        say(language, 'nothing more is known', 'mehr ist nicht bekannt')
      }.`,
      rests: [entityEvidence(entity, facts)],
    },
    ...findings.map((one) => ({
      text: `- ${one.attributes.severity}: ${mdText(one.attributes.title)} (${mdText(one.attributes.value)})`,
      rests: [findingEvidence(one)],
    })),
    ...items.map((change) => ({
      text: `- ${instantText(change.at)} ${mdText(changeLine(change))}`,
      rests: [changeEvidence(change)],
    })),
  ];
}

export function cited({ text, rests }: Statement, ledger: EvidenceLedger): string {
  const numbers = [...new Set(rests.map((evidence) => ledger.add(evidence)))];
  return `${text}${numbers.map((number) => ` [${number}]`).join('')}`;
}

/** Passages for words, beside what a command says. */
export function fromPassages(
  wanted: string,
  { found, ledger }: { readonly found: KnowledgeAnswer; readonly ledger: EvidenceLedger },
  quotes: Map<number, string>,
  beside: 'nothing' | 'facts',
): string[] {
  return passageLines(goodPassages(wanted, found.passages, beside), wanted, ledger, quotes);
}

function passageLines(
  passages: readonly FoundPassage[],
  wanted: string,
  ledger: EvidenceLedger,
  quotes: Map<number, string>,
): string[] {
  return passages.map((passage) => {
    const number = ledger.add({ is: 'passage', passage });
    const kept = ledger.get(number);
    const quote = bestExcerpt(kept?.is === 'passage' ? kept.passage.text : '', wanted);
    quotes.set(number, quote);
    return passageText(passage, quote, number);
  });
}

function passageText(passage: FoundPassage, quote: string, number: number): string {
  const path = [passage.title, ...passage.headings].filter((part, place, all) => part !== all[place - 1]);
  const fenced = (quote.match(/^\s*(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
  const lines = fenced ? `${quote}\n\`\`\`` : quote;
  return `${bold(path.join(' › '))} (${instantText(passage.at)}) [${number}]\n\n${lines
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    // Rows and lines stay lines of their own.
    .join('  \n')}`;
}

/** Items of a list stay together; everything else is a paragraph. */
export function joinedLines(lines: readonly string[]): string {
  return lines
    .map((line, place) => {
      if (place === 0) return line;
      const before = lines[place - 1] ?? '';
      return `${line.startsWith('- ') && before.startsWith('- ') ? '\n' : '\n\n'}${line}`;
    })
    .join('');
}

export function notFound({ language }: Pick<Question, 'language'>): string {
  return say(
    language,
    'Not in the documentation: neither the documents nor the inventory say anything that answers this.',
    'Nicht in der Dokumentation: Weder Dokumente noch Inventar sagen etwas, das dies beantwortet.',
  );
}

/** Of several questions in one, each that stays open is named: an answer to another is none to it. */
function notAnswered({ language, text }: Question): string {
  return say(
    language,
    `Not answered by this: “${mdText(text)}”.`,
    `Damit nicht beantwortet: „${mdText(text)}“.`,
  );
}

/** What the operator must know before reading an answer that no model wrote. */
export function withoutModelNote(
  { language }: Pick<Question, 'language'>,
  why: 'not-set' | 'not-wanted',
): string {
  if (why === 'not-wanted') {
    return say(
      language,
      '*Search results, without a language model:*',
      '*Suchergebnisse, ohne Sprachmodell:*',
    );
  }
  return say(
    language,
    '*No language model is set. These are search results:*',
    '*Es ist kein Sprachmodell eingestellt. Dies sind Suchergebnisse:*',
  );
}

export function searchDraft(answer: SearchAnswer, note: string): AnswerDraft {
  return {
    text: `${note}\n\n${answer.text}`,
    by: 'search',
    calls: [],
    flags: [],
    unknown: answer.unknown,
    quotes: answer.quotes,
  };
}
