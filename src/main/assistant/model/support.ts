import { languageOf } from '../language.ts';
import { isTechnical, stem, words } from '../words.ts';
import { isTurnedRound } from './turned-round.ts';

/**
 * Whether a text says what a sentence cites it for. Names, addresses, versions and numbers must stand in it; of the
 * other words enough must, in the same language: 0.4, since a summary uses words of its own, and a sentence about
 * something else shares fewer (model/support.spec.ts has both). In another language words tell nothing; then names
 * and numbers alone must bear it out, or words that are copied from the text. The same words turned round say something
 * else (turned-round.ts).
 */
const leastShared = 0.4;

export interface SupportOptions {
  /** Words that the operator used: a name in the question may be repeated. */
  readonly question: string;
  /** The model copied words from the text that are really in it. */
  readonly quoted: boolean;
}

export function isSupported(sentence: string, text: string, { question, quoted }: SupportOptions): boolean {
  const plain = plainText(sentence);
  const said = plainText(text);
  const known = said.toLowerCase();
  const asked = question.toLowerCase();
  const numbers = numbersIn(said);
  for (const number of numbersIn(plain)) {
    if (!numbers.some((one) => sameNumber(number, one))) return false;
  }
  const all = words(plain).filter((word) => !isNumber(word));
  const technical = all.filter(isTechnical);
  if (technical.some((word) => !known.includes(word) && !asked.includes(word))) return false;
  const ordinary = all.filter((word) => !isTechnical(word));
  const stems = new Set(words(said).flatMap((word) => [stem(word), ...word.split(/[._:/@-]+/).map(stem)]));
  const shared = ordinary.filter(
    (word) => stems.has(stem(word)) || (word.length >= 5 && known.includes(word)),
  );
  if (ordinary.length === 0) return technical.length > 0 || numbersIn(plain).length > 0;
  if (shared.length / ordinary.length >= leastShared) return !isTurnedRound(plain, said);
  const otherLanguage = languageOf(plain) !== languageOf(said) || hasOtherScript(plain, said);
  if (!otherLanguage) return false;
  return quoted || technical.some((word) => known.includes(word));
}

/** Whether words stand in a text, but for blanks, quotes and signs of Markdown. @returns them as they stand there */
export function findQuote(quote: string, text: string): string | undefined {
  const wanted = quote.trim().replaceAll(/^[….]+|[….]+$/g, '');
  if (wanted.length < 3) return undefined;
  if (text.includes(wanted)) return wanted;
  const pattern = wanted
    .replaceAll(/[`*_|>]/g, ' ')
    .trim()
    .split(/\s+/)
    .slice(0, 60)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`))
    .join(String.raw`[\s\`*_|>]+`);
  return pattern === '' ? undefined : new RegExp(pattern, 'i').exec(text)?.[0];
}

function plainText(text: string): string {
  return text
    .replaceAll(/\\([\\`*_[\]<>|~#.+-])/g, '$1')
    .replaceAll(/[`*|>#]+/g, ' ')
    .replaceAll(/(?<=\s|^)_+|_+(?=\s|$)/g, ' ');
}

interface FoundNumber {
  readonly value: number;
  readonly decimals: number;
}

/** Numbers that stand by themselves, not those within names; thousands may be parted by commas. */
function numbersIn(text: string): FoundNumber[] {
  return [
    ...text.matchAll(/(?<![\p{L}\p{N}._:/@-])\d[\d,]*(?:\.\d+)?(?![\p{N}:/@]|[._-][\p{L}\p{N}])/gu),
  ].map(([digits]) => {
    const bare = digits
      .replaceAll(/,(?=\d{3}(?!\d))/g, '')
      .replace(/,(\d+)$/, '.$1')
      .replace(/,$/, '');
    return { value: Number(bare), decimals: bare.split('.')[1]?.length ?? 0 };
  });
}

/** Rounded is not another number: 78 for 78.04. */
function sameNumber(said: FoundNumber, known: FoundNumber): boolean {
  if (said.value === known.value) return true;
  return known.decimals > said.decimals && Number(known.value.toFixed(said.decimals)) === said.value;
}

const isNumber = (word: string) => /^\d[\d.,]*(?:gib|mib|kib|tib|gb|mb|kb|tb|%|ms|s|h|d)?$/.test(word);

function hasOtherScript(a: string, b: string): boolean {
  const han = /\p{Script=Han}/u;
  return han.test(a) !== han.test(b);
}
