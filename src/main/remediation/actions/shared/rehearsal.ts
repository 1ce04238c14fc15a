import type { Entity, EntityOf } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../../../inventory/view.ts';

/** A lab that an action is rehearsed in. */
export interface Stage {
  /** Calls any tool of the lab. @returns its answer as data. @throws when it fails */
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Lets simulated time pass. */
  pass(seconds: number): Promise<void>;
  /** What was collected when the lab was opened, or when it was last looked at. */
  readonly view: InventoryView;
  /** Collects anew. */
  look(): Promise<InventoryView>;
  /** One that no rehearsal has had yet; when all have been had, those that were had first come again. */
  fresh<K extends EntityKind>(candidates: readonly EntityOf<K>[]): EntityOf<K>;
}

/**
 * How an action is tried out on the lab. Stands in the action's folder beside what it is about; the contract suite
 * (test/support/action-contract.ts) plays the first of a folder under every fault, and all of them without one.
 */
export interface Rehearsal {
  readonly title: string;
  /** Id of the adapter that it tries out. */
  readonly server: string;
  /** Brings about that there is something to do, whatever was done to the lab before. */
  stage(
    lab: Stage,
  ): Promise<{ readonly target: Entity; readonly parameters: Readonly<Record<string, unknown>> }>;
  /** Parameters that are refused for the staged target. */
  readonly wrongParameters: readonly Readonly<Record<string, unknown>>[];
  /** Targets of its kind that are refused by what the inventory knows, with the reason that is given. */
  readonly refused?: (view: InventoryView) => readonly {
    readonly target: Entity | undefined;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly because: RegExp;
  }[];
  /** A server that does one half of each call leads to the wanted end all the same. */
  readonly survivesPartial?: true;
}
