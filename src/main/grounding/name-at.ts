import type { Names } from './names.ts';
import { kindWords } from './vocabulary/kinds.ts';
import { relationWords } from './vocabulary/relations.ts';
import { isOrdinary } from './lexicon.ts';
import { span, type Token } from './token.ts';

export const partOfName = /[\p{L}\p{N}_]/u;

export function startsName(text: string, at: number): boolean {
  const before = text[at - 1] ?? '';
  if (partOfName.test(before)) return false;
  return !(/[-./:@]/.test(before) && partOfName.test(text[at - 2] ?? ''));
}

export function endsName(text: string, end: number): boolean {
  const after = text[end] ?? '';
  if (partOfName.test(after)) return false;
  return !(/[-./:@]/.test(after) && partOfName.test(text[end + 1] ?? ''));
}

export function entityAt(text: string, at: number, names: Names): Token | undefined {
  if (!startsName(text, at)) return undefined;
  const rest = text.slice(at, at + names.longest).toLowerCase();
  for (let length = rest.length; length > 0; length -= 1) {
    if (!endsName(text, at + length) || /\s/.test(rest[length - 1] ?? '')) continue;
    const lower = rest.slice(0, length);
    const found = names.get(lower);
    if (found.length > 0) {
      const written = text.slice(at, at + length);
      const beside = isBesideKind(text, at, at + length);
      const plain = /^[\p{L}]+$/u.test(lower);
      if (!beside && (isOrdinary(lower) || length < 3)) continue;
      if (!beside && plain && !found.some(({ name }) => name === written)) continue;
      return {
        ...span(text, at, at + length),
        entities: found,
        used: false,
        ...(plain && !beside ? { soft: true as const } : {}),
      };
    }
    if (length > 3 && introducesFinding(text, at)) {
      const findings = names.findings(lower);
      if (findings.length > 0) return { ...span(text, at, at + length), entities: findings, used: false };
    }
  }
  return undefined;
}

function isBesideKind(text: string, at: number, end: number): boolean {
  const before = /([\p{L}-]+) ?["'„“`]?$/u.exec(text.slice(Math.max(0, at - 30), at))?.[1]?.toLowerCase();
  const after = /^["'“”`]? ([\p{L}-]+)/u.exec(text.slice(end, end + 30))?.[1]?.toLowerCase();
  return (
    (before !== undefined && kindWords.has(before)) ||
    (after !== undefined && kindWords.has(after) && !relationForms.has(after))
  );
}

const relationForms = new Set(relationWords.flatMap(({ forms }) => forms));

/** A finding's title is a sentence of its own: it counts as a name only where it is quoted or announced. */
function introducesFinding(text: string, at: number): boolean {
  return /(?:["„“«'`]|:\s*|\b(?:findings?|befunde?n?|rule|regel|issue)\s+)$/i.test(
    text.slice(Math.max(0, at - 16), at),
  );
}
