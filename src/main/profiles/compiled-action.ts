import type { Facts } from '../../shared/model/plan.ts';
import type { ArgumentValue } from './compiled-profile.ts';
import type { CompiledExpression } from '../platform/expression.ts';
import type { PureExpression, Template } from './pure-expression.ts';

export interface CompiledLiveCall {
  readonly name: string;
  readonly tool: string;
  readonly arguments: ArgumentValue;
  readonly answer: 'data' | 'text';
  readonly failure?: CompiledExpression;
}

/** Arguments of a call that changes something: shown before it is made, so they follow at once from what was read. */
export type PureArgument =
  | { readonly is: 'constant'; readonly value: unknown }
  | { readonly is: 'expression'; readonly expression: PureExpression }
  | { readonly is: 'list'; readonly members: readonly PureArgument[] }
  | { readonly is: 'object'; readonly members: readonly (readonly [string, PureArgument])[] };

export interface CompiledWriteCall {
  readonly tool: string;
  readonly arguments: PureArgument;
  readonly does: Template;
  readonly unlessMetWithinSeconds?: number;
  readonly when?: PureExpression;
}

export interface CompiledAction {
  readonly id: string;
  readonly read: {
    readonly calls: readonly CompiledLiveCall[];
    readonly identity: CompiledExpression;
    readonly gone?: CompiledExpression;
    readonly goneTexts: readonly string[];
    readonly facts: readonly (readonly [string, CompiledExpression])[];
  };
  readonly preChecks: readonly { readonly check: PureExpression; readonly text: Template }[];
  readonly calls: readonly CompiledWriteCall[];
  readonly failedTexts: readonly string[];
  readonly after: Facts;
  readonly verify: {
    readonly met: PureExpression;
    readonly failed?: PureExpression;
    readonly text: Template;
    readonly withinSeconds: number;
    readonly everySeconds: number;
    readonly times: number;
  };
  readonly rollback?: {
    readonly calls: readonly CompiledWriteCall[];
    readonly met: PureExpression;
    readonly text: Template;
  };
  readonly estimateSeconds: number;
  /** Tools that it may call to change something. */
  readonly writes: readonly string[];
}
