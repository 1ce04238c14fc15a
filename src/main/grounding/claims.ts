import type { EntityId } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Amount } from './amounts.ts';
import type { Moment } from './moments.ts';
import type { Token } from './token.ts';
import type { Spoken } from './vocabulary/attributes.ts';
import type { Followed } from './vocabulary/relations.ts';
import type { StateMeaning } from './vocabulary/states.ts';

/** Where what a claim says stands in the inventory. */
export interface Source {
  readonly entity: EntityId;
  /** `attributes.memoryBytes`, `relations.runs-on`, `name`, `changes.attributes.host`. */
  readonly path: string;
}

export type Verdict = 'supported' | 'contradicted' | 'unsupported';

export interface JudgedClaim {
  readonly verdict: Verdict;
  /** What is claimed, in a few words. */
  readonly says: string;
  readonly sources: readonly Source[];
  /** Why it is not supported: told to whoever wrote it. */
  readonly reason?: string;
}

/** A name in the sentence, with the entities that it can stand for. */
export type Named = Token & { entities: NonNullable<Token['entities']> };

interface Base {
  /** Where in the sentence its predicate stands. */
  readonly anchor: number;
  /** Set where the sentence denies it. */
  denied: boolean;
}

/** Things of a kind, in something. */
export interface Group {
  readonly kinds: readonly EntityKind[];
  readonly within: readonly Named[];
}

export type Claim = Base &
  (
    | {
        readonly is: 'relation';
        readonly from: readonly Named[];
        readonly to: readonly Named[];
        readonly means: Followed;
        readonly either?: true;
      }
    | {
        readonly is: 'amount';
        readonly of: readonly Named[];
        readonly attributes: readonly Spoken[] | undefined;
        readonly amount: Amount;
      }
    | {
        readonly is: 'state';
        readonly of: readonly Named[];
        readonly meanings: readonly StateMeaning[];
        readonly says: string;
      }
    | { readonly is: 'value'; readonly of: Named; readonly path: string; readonly text: string }
    | {
        readonly is: 'moment';
        readonly of: readonly Named[];
        readonly paths: readonly string[];
        readonly moment: Moment;
      }
    | {
        readonly is: 'change';
        readonly of: Named;
        readonly attributes: readonly Spoken[];
        readonly from: Token | undefined;
        readonly to: Token | undefined;
        readonly moment: Moment | undefined;
        readonly way: 'up' | 'down' | 'any';
      }
    | {
        readonly is: 'comparison';
        readonly one: Named;
        readonly other: Named;
        readonly attributes: readonly Spoken[];
        readonly more: boolean;
      }
    | {
        readonly is: 'extreme';
        readonly of: Named;
        readonly group: Group;
        readonly attributes: readonly Spoken[];
        readonly most: boolean;
      }
    | {
        readonly is: 'count';
        readonly group: Group;
        readonly states: readonly (readonly StateMeaning[])[];
        readonly means: Followed | undefined;
        readonly amount: Amount | 'all' | 'none' | 'any';
        /** An attribute of the group's container that counts the same. */
        readonly counted: readonly Spoken[];
      }
    | {
        readonly is: 'sum';
        readonly group: Group;
        readonly attributes: readonly Spoken[];
        readonly amount: Amount;
        readonly each: boolean;
      }
    | { readonly is: 'kind'; readonly of: Named; readonly kinds: readonly EntityKind[] }
    | { readonly is: 'known'; readonly of: Named }
    | { readonly is: 'unclear'; readonly why: string }
  );
