import type { AnswerFlag } from '../../../shared/contract/assistant.ts';
import type { Evidence, EvidenceLedger } from '../evidence.ts';
import { evidenceText } from '../evidence.ts';
import { bestExcerpt } from '../excerpt.ts';
import type { Grounds } from '../ports.ts';
import { isStatement, linesOf, withoutQuotes, type AnswerLine, type Sentence } from './claims.ts';
import { findQuote, isSupported } from './support.ts';

export interface CheckedAnswer {
  readonly text: string;
  readonly quotes: ReadonlyMap<number, string>;
  readonly flags: readonly AnswerFlag[];
  /** Sentences whose citations bear them out. */
  readonly supported: number;
  readonly statements: number;
}

export interface CheckOptions {
  readonly question: string;
  readonly ledger: EvidenceLedger;
  readonly factCheck?: ((sentence: string) => Grounds) | undefined;
  /** The text ends where somebody stopped it: its last sentence is not judged. */
  readonly unfinished?: boolean;
}

/**
 * Reads an answer sentence by sentence: what it cites must exist and say so. What is not borne out goes, and is told;
 * what cites nothing stays and is counted, unless the inventory says otherwise.
 */
export function checkAnswer(said: string, options: CheckOptions): CheckedAnswer {
  const { text, quotes: copied } = withoutQuotes(said);
  const { ledger, factCheck } = options;
  const verified = verifiedQuotes(copied, ledger);
  const quotes = new Map<number, string>();
  const dropped: string[] = [];
  let uncited = 0;
  let supported = 0;
  let statements = 0;
  const lines = linesOf(text);
  const last = lines.findLastIndex((line) => line.sentences.length > 0);

  function judge(line: AnswerLine, sentence: Sentence, isLast: boolean): string | undefined {
    const known = sentence.cites.filter((number) => ledger.get(number));
    const bare = withMarkers(sentence, known);
    if (isLast && options.unfinished === true && !/[.!?。]["”')]?$/.test(sentence.text)) return bare;
    if (!isStatement(line, sentence) && sentence.cites.length === 0) return bare;
    statements += 1;
    const grounds = factCheck?.(sentence.bare) ?? { is: 'not-judged' };
    if (grounds.is === 'contradicted') {
      dropped.push(sentence.bare);
      return undefined;
    }
    if (sentence.cites.length === 0) {
      uncited += 1;
      return bare;
    }
    const good = known.filter((number) => bears(sentence, [number]));
    const together = good.length > 0 || (known.length > 1 && bears(sentence, known));
    const byFacts =
      grounds.is === 'supported' && known.some((number) => ledger.get(number)?.is !== 'passage');
    if (!together && !byFacts) {
      dropped.push(sentence.bare);
      return undefined;
    }
    supported += 1;
    const kept = good.length > 0 ? good : known;
    for (const number of kept) noteQuote(number, sentence);
    return withMarkers(sentence, kept);
  }

  function bears(sentence: Sentence, numbers: readonly number[]): boolean {
    const texts = numbers.flatMap((number) => {
      const evidence = ledger.get(number);
      return evidence ? [evidenceText(evidence)] : [];
    });
    return isSupported(sentence.bare, texts.join('\n'), {
      question: options.question,
      quoted: numbers.some((number) => verified.has(number)),
    });
  }

  function noteQuote(number: number, sentence: Sentence): void {
    if (quotes.has(number)) return;
    const copiedWords = verified.get(number);
    const source = ledger.get(number);
    const excerpt = source && textOf(source);
    if (copiedWords !== undefined) quotes.set(number, copiedWords);
    else if (excerpt !== undefined) quotes.set(number, bestExcerpt(excerpt, sentence.bare));
  }

  const kept = lines.flatMap((line, place): string[] => {
    if (line.code || line.sentences.length === 0) return [line.lead];
    const sentences = line.sentences.flatMap((sentence, at) => {
      const isLast = place === last && at === line.sentences.length - 1;
      return judge(line, sentence, isLast) ?? [];
    });
    // A line of which nothing is left goes with its sign.
    return sentences.length === 0 ? [] : [`${line.lead}${sentences.join(' ')}`];
  });
  return {
    text: tidy(kept).join('\n').trim(),
    quotes,
    flags: [
      ...(dropped.length > 0 ? [{ is: 'unsupported' as const, sentences: dropped }] : []),
      ...(uncited > 0 ? [{ is: 'uncited' as const, sentences: uncited }] : []),
    ],
    supported,
    statements,
  };
}

function withMarkers(sentence: Sentence, numbers: readonly number[]): string {
  const kept = new Set(numbers);
  return sentence.text
    .replaceAll(/(?<!\s)\s*\[(\d{1,3})\](?!\()/g, (whole, digits: string) =>
      kept.has(Number(digits)) ? whole : '',
    )
    .trim();
}

function verifiedQuotes(
  copied: ReadonlyMap<number, readonly string[]>,
  ledger: EvidenceLedger,
): ReadonlyMap<number, string> {
  const verified = new Map<number, string>();
  for (const [number, candidates] of copied) {
    const evidence = ledger.get(number);
    if (!evidence) continue;
    const text = textOf(evidence) ?? evidenceText(evidence);
    const found = candidates.map((one) => findQuote(one, text)).find((one) => one !== undefined);
    if (found !== undefined) verified.set(number, found);
  }
  return verified;
}

/** What can be quoted letter by letter. */
function textOf(evidence: Evidence): string | undefined {
  switch (evidence.is) {
    case 'passage':
      return evidence.passage.text;
    case 'ticket':
    case 'tool':
      return evidence.text;
    case 'entity':
    case 'change':
      return undefined;
    default:
      return evidence satisfies never;
  }
}

/** Without lead-ins to lists that are gone, and without rows of empty lines. */
function tidy(lines: readonly string[]): string[] {
  const kept = lines.filter((line, place) => {
    if (line.trim() === '') return (lines[place - 1] ?? '').trim() !== '';
    if (!/:\**\s*$/.test(line)) return true;
    const next = lines.slice(place + 1).find((one) => one.trim() !== '');
    return next !== undefined;
  });
  return kept;
}
