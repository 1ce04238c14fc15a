import type { Claim, Named } from '../claims.ts';
import type { Clause } from '../clauses.ts';
import type { Names } from '../names.ts';
import type { Phrase } from '../phrases.ts';
import type { Subject } from '../read-claims.ts';
import { has, type Token } from '../token.ts';
import { placePrepositions } from '../vocabulary/relations.ts';

/** Prepositions that say whose something is. */
export const possessive = new Set(['of', 'von', 'vom', 'for', 'für', 'des']);

/** One clause while it is read: each step takes what it understands and marks it as accounted for. */
export class ClauseReading {
  readonly tokens: readonly Token[];
  readonly at: readonly number[];
  /** The phrases that stand in this clause. */
  readonly own: readonly Phrase[];
  readonly clause: Clause;
  /** What the clause before was about. */
  readonly carried: readonly Named[];
  readonly subject: readonly Named[];
  readonly names: Pick<Names, 'valuesOf'>;
  /** What the clauses before claim. */
  readonly before: readonly Claim[];
  readonly claims: Claim[] = [];
  /** Phrases that a claim accounts for. */
  readonly done = new Set<Phrase>();

  constructor({
    tokens,
    phrases,
    clause,
    subject,
    names,
    before = [],
  }: {
    readonly tokens: readonly Token[];
    readonly phrases: readonly Phrase[];
    readonly clause: Clause;
    /** Of the clause before. */
    readonly subject: Subject | undefined;
    readonly names: Pick<Names, 'valuesOf'>;
    readonly before?: readonly Claim[];
  }) {
    this.tokens = tokens;
    this.names = names;
    this.before = before;
    this.clause = clause;
    this.at = clause.at;
    const places = new Set(clause.at);
    this.own = phrases.filter(({ first }) => places.has(first));
    this.carried = subject?.names ?? [];
    this.subject = this.#findSubject();
  }

  token(i: number): Token | undefined {
    return this.tokens[i];
  }

  /** Free phrase: introduced by nothing that gives it another part than subject or object. */
  isFree(phrase: Phrase): boolean {
    return phrase.preposition === undefined && phrase.compared === undefined && phrase.owning === undefined;
  }

  add(claim: Claim, ...names: readonly (readonly Named[])[]): void {
    this.claims.push(claim);
    for (const name of names.flat()) name.used = true;
  }

  phraseOf(names: readonly Named[]): Phrase | undefined {
    return this.own.find((phrase) => phrase.names === names);
  }

  markDone(): void {
    for (const phrase of this.own) if (phrase.names.every(({ used }) => used)) this.done.add(phrase);
  }

  /** Whether the clause opens its sentence: then it continues nothing. */
  opens(): boolean {
    return (this.at[0] ?? 0) === 0;
  }

  #findSubject(): readonly Named[] {
    const free = this.own.find((phrase) => this.isFree(phrase));
    const { relative } = this.clause;
    if (relative !== undefined && relative.preposition === undefined) return relative.antecedent?.names ?? [];
    if (free !== undefined) return free.names;
    const owner = this.own.find(
      (phrase) => phrase.owning === true || possessive.has(phrase.preposition ?? ''),
    );
    if (owner !== undefined) return owner.names;
    const pronoun = this.at.some((i) => has(this.token(i), 'pronoun'));
    if (pronoun) return this.carried;
    const placed = this.own.find((phrase) => placePrepositions.includes(phrase.preposition ?? ''));
    if (placed !== undefined) return placed.names;
    return this.carried.length > 0 ? this.carried : (this.own[0]?.names ?? []);
  }
}
