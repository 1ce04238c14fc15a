import type { z } from 'zod';
import type { RiskLevel } from '../../shared/model/diagnosis.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { ActionAdapter } from './action-adapter.ts';

/** What an action is proposed for. */
export interface ActionSubject<Parameters> {
  readonly target: Entity;
  readonly parameters: Parameters;
  readonly view: InventoryView;
}

export type Reversibility =
  | { readonly is: 'reversible'; /** How it is taken back. */ readonly how: string }
  | { readonly is: 'irreversible'; readonly because: string };

/** As an author writes it: texts and judgements get the parameters as the schema reads them. */
interface ActionDefinition<Parameters extends z.ZodObject> {
  /** `vm.restart`: stands in findings, proposals, policies and the audit, and never changes. */
  readonly id: string;
  readonly title: string;
  readonly targets: readonly EntityKind[];
  /** Strict: what it does not know is refused. */
  readonly parameters: Parameters;
  /** By itself, before it is raised by what hangs on the target. */
  readonly risk: RiskLevel;
  readonly reversibility: Reversibility;
  expectedEffect(subject: ActionSubject<z.output<Parameters>>): string;
  /** The condition that is read back afterwards, in words. */
  howToVerify(subject: ActionSubject<z.output<Parameters>>): string;
  /** @returns why it makes no sense for this target as the inventory knows it; undefined when it does */
  refuse?(subject: ActionSubject<z.output<Parameters>>): string | undefined;
  /** Parameters that fit a target when nobody has said any; undefined when there are none. */
  suggest?(target: Entity, view: InventoryView): z.input<Parameters> | undefined;
  /** Who may approve it at least, whatever its risk. */
  readonly permission: 'approver' | 'admin';
  /**
   * Two remediations of one target with the same key are the same deed: the second is refused while the first is under
   * way or has just been done. The target alone unless given.
   */
  idempotenceKey?(subject: ActionSubject<z.output<Parameters>>): string;
  /** One for each kind of MCP server that it can be done on. */
  readonly adapters: readonly ActionAdapter<z.output<Parameters>>[];
}

/** An entry of the remediation catalogue. Parameters that it is given are read by its schema each time. */
export interface RemediationAction extends Omit<
  ActionDefinition<z.ZodObject>,
  'expectedEffect' | 'howToVerify' | 'refuse' | 'suggest' | 'idempotenceKey' | 'adapters'
> {
  expectedEffect(subject: ActionSubject<unknown>): string;
  howToVerify(subject: ActionSubject<unknown>): string;
  refuse(subject: ActionSubject<unknown>): string | undefined;
  suggest(target: Entity, view: InventoryView): Readonly<Record<string, unknown>> | undefined;
  idempotenceKey(subject: ActionSubject<unknown>): string;
  readonly adapters: readonly ActionAdapter<unknown>[];
}

export function defineAction<const Parameters extends z.ZodObject>(
  action: ActionDefinition<Parameters>,
): RemediationAction {
  const read = (subject: ActionSubject<unknown>): ActionSubject<z.output<Parameters>> => ({
    ...subject,
    parameters: action.parameters.parse(subject.parameters),
  });
  return {
    ...action,
    expectedEffect: (subject) => action.expectedEffect(read(subject)),
    howToVerify: (subject) => action.howToVerify(read(subject)),
    refuse: (subject) => action.refuse?.(read(subject)),
    suggest: (target, view) => action.suggest?.(target, view),
    idempotenceKey: (subject) => action.idempotenceKey?.(read(subject)) ?? subject.target.id,
    adapters: action.adapters.map((adapter) => withParsedParameters(adapter, read)),
  };
}

function withParsedParameters<Parameters>(
  adapter: ActionAdapter<Parameters>,
  read: (subject: ActionSubject<unknown>) => ActionSubject<Parameters>,
): ActionAdapter<unknown> {
  const { server, writes, saysFailed, verifyWithinSeconds, pollEverySeconds, estimateSeconds } = adapter;
  const rollback = adapter.rollback?.bind(adapter);
  const verifyRollback = adapter.verifyRollback?.bind(adapter);
  return {
    server,
    writes,
    ...(saysFailed && { saysFailed }),
    verifyWithinSeconds,
    pollEverySeconds,
    estimateSeconds,
    read: (subject, reader) => adapter.read(read(subject), reader),
    preChecks: (subject, now) => adapter.preChecks(read(subject), now),
    plan: (subject, now) => adapter.plan(read(subject), now),
    verify: (subject, before, now, earlier) => adapter.verify(read(subject), before, now, earlier),
    ...(rollback && {
      rollback: (subject, before, now) => rollback(read(subject), before, now),
    }),
    ...(verifyRollback && {
      verifyRollback: (subject, before, now) => verifyRollback(read(subject), before, now),
    }),
  };
}
