import type { z } from 'zod';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { RelationType } from '../../shared/model/relation.ts';
import type {
  Profile,
  ProfileEntity,
  ProfileKeyName,
  ProfilePaging,
  ProfileStep,
} from '../../shared/model/profile.ts';
import type { CompiledExpression } from '../platform/expression.ts';
import type { CompiledAction } from './compiled-action.ts';

/** What a profile has to know of an action of the catalogue. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly targets: readonly EntityKind[];
  readonly parameters: z.ZodObject;
  readonly reversibility: { readonly is: 'reversible' | 'irreversible' };
}

export interface Expression extends CompiledExpression {
  /** Steps whose items it looks at. */
  readonly steps: readonly string[];
}

/** A constant, or a text that is computed for each call. */
export type ArgumentValue =
  | { readonly is: 'constant'; readonly value: unknown }
  | { readonly is: 'expression'; readonly expression: Expression }
  | { readonly is: 'list'; readonly members: readonly ArgumentValue[] }
  | { readonly is: 'object'; readonly members: readonly (readonly [string, ArgumentValue])[] };

export type CompiledPaging =
  | (Omit<Extract<ProfilePaging, { by: 'cursor' }>, 'next'> & { readonly next: Expression })
  | (Omit<Extract<ProfilePaging, { by: 'offset' }>, 'total'> & { readonly total?: Expression })
  | (Omit<Extract<ProfilePaging, { by: 'page' }>, 'total' | 'pages' | 'more'> & {
      readonly total?: Expression;
      readonly pages?: Expression;
      readonly more?: Expression;
    });

export interface CompiledStep extends Omit<
  ProfileStep,
  'arguments' | 'where' | 'items' | 'key' | 'failure' | 'partition' | 'paging'
> {
  readonly arguments: ArgumentValue;
  readonly where?: Expression;
  readonly items?: Expression;
  readonly key?: Expression;
  readonly failure?: Expression;
  readonly partition?: Expression;
  readonly paging?: CompiledPaging;
}

export interface CompiledKey {
  readonly name: ProfileKeyName;
  readonly parts: readonly Expression[];
}

export interface CompiledAttribute {
  readonly name: string;
  readonly value:
    | { readonly is: 'constant'; readonly value: unknown }
    | { readonly is: 'expression'; readonly expression: Expression };
  /** One thing is a list of one. */
  readonly list: boolean;
}

export type CompiledRelation =
  | { readonly type: RelationType; readonly kind: EntityKind; readonly id: Expression }
  | { readonly type: RelationType; readonly key: CompiledKey };

export interface CompiledEntity extends Pick<ProfileEntity, 'kind' | 'from' | 'unknown' | 'lists'> {
  readonly where?: Expression;
  readonly nativeId: Expression;
  readonly name: Expression;
  readonly partition?: Expression;
  readonly attributes: readonly CompiledAttribute[];
  readonly labels: Expression | readonly (readonly [string, Expression])[];
  readonly keys: readonly CompiledKey[];
  readonly relations: readonly CompiledRelation[];
  /** Steps without which its records cannot be judged. */
  readonly needs: readonly string[];
}

export interface CompiledProfile {
  readonly source: Profile;
  readonly steps: readonly CompiledStep[];
  readonly entities: readonly CompiledEntity[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly actions: readonly CompiledAction[];
}
