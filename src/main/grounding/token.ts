import type { Entity } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Amount } from './amounts.ts';
import type { Moment } from './moments.ts';
import type { Spoken } from './vocabulary/attributes.ts';
import type { RelationWord } from './vocabulary/relations.ts';
import type { StateMeaning } from './vocabulary/states.ts';
import type { Bound } from './vocabulary/words.ts';

/** A piece of a sentence with everything that it can mean. */
export interface Token {
  readonly at: number;
  readonly end: number;
  readonly text: string;
  readonly lower: string;
  /** Entities of this name; narrowed while the sentence is read. */
  entities?: readonly Entity[];
  readonly amount?: Amount;
  readonly moment?: Moment;
  readonly kinds?: readonly EntityKind[];
  readonly attributes?: readonly Spoken[];
  readonly states?: readonly StateMeaning[];
  readonly relation?: RelationWord;
  readonly bound?: Bound;
  readonly comparative?: { readonly more: boolean; readonly size?: true };
  readonly superlative?: { readonly most: boolean; readonly size?: true };
  readonly event?: readonly string[];
  readonly change?: 'up' | 'down' | 'any';
  /** What the word does in the sentence. */
  readonly role?: ReadonlySet<Role>;
  /** Looks like a name or code: must be known. */
  readonly code?: true;
  /** Need not be borne out: an ordinary word that is also a name, a number that is also an article. */
  readonly soft?: true;
  /** A claim accounts for it. */
  used: boolean;
}

export type Role =
  | 'preposition'
  | 'article'
  | 'negation'
  | 'none'
  | 'every'
  | 'total'
  | 'pronoun'
  | 'possessive'
  | 'relative'
  | 'join'
  | 'break'
  | 'copula'
  | 'verb'
  | 'hedge'
  | 'unreadable'
  | 'comma'
  | 'colon'
  | 'open'
  | 'close'
  | 'genitive';

/** Whether a sentence with this in it must be borne out. */
export function isCheckable(token: Token): boolean {
  if (token.soft === true) return false;
  return (
    token.entities !== undefined ||
    token.amount !== undefined ||
    token.moment !== undefined ||
    token.states !== undefined ||
    token.code === true
  );
}

export function has(token: Token | undefined, role: Role): boolean {
  return token?.role?.has(role) === true;
}

export function span(text: string, at: number, end: number) {
  const piece = text.slice(at, end);
  return { at, end, text: piece, lower: piece.toLowerCase().replaceAll('’', "'") };
}
