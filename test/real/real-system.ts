import type { App } from '../../src/main/app.ts';
import type { Client } from '../../src/shared/contract/client.ts';
import type { Entity } from '../../src/shared/model/entity.ts';
import type { EntityKind } from '../../src/shared/model/kinds/registry.ts';
import type { InventoryView } from '../../src/main/inventory/view.ts';

/**
 * A system that `npm run test:real` brings up on loopback out of its own packages. One folder under `systems` and one
 * line in `systems/registry.ts`; the runner knows none of them.
 */
export interface RealSystem {
  /** Its folder's name. */
  readonly id: string;
  readonly title: string;
  /**
   * Why it cannot be brought up here and how to get what is missing; undefined: it can. Changes nothing.
   */
  missing(): Promise<string | undefined>;
  /** Whatever it begins it ends: when what it returns is disposed, and also when it fails half-way. */
  start(context: StartContext): Promise<RunningSystem>;
}

export interface StartContext {
  /** Empty, its own, and gone afterwards. */
  readonly folder: string;
  /** Path of a program of the npm packages in `test/real`. */
  readonly bin: (name: string) => string;
  /** One line about what goes on. */
  readonly say: (line: string) => void;
}

export interface RunningSystem extends AsyncDisposable {
  /** As it says itself. */
  readonly version: string;
  readonly sources: readonly RealSource[];
}

/** One MCP server in front of the system. */
export interface RealSource {
  /** The source's name in the application. */
  readonly name: string;
  /** Package and version, or `ours`. */
  readonly server: string;
  /** Ids of adapters that have to recognise it, no other may. */
  readonly adapters: readonly string[];
  /** As in `mcpServers`. Secrets by reference: `${env:NAME}`. */
  readonly entry: {
    readonly command: string;
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly datacenterDocs?: Readonly<Record<string, unknown>>;
  };
  /** What those references resolve to. */
  readonly secrets?: Readonly<Record<string, string>>;
  /**
   * What there is, asked of the system itself with its own tools or API and not through MCP. Of each kind that is
   * named, all of it: what the inventory has beyond that is as wrong as what it lacks.
   */
  truth?(): Promise<Truth>;
  /** What a collection has to say that it could not see, in its own words. */
  readonly unseen?: readonly RegExp[];
  /** In this order, one after the other. */
  readonly trials?: readonly ActionTrial[];
  /** Whatever else has to hold once it was collected. @returns what does not */
  readonly checks?: readonly RealCheck[];
}

export type Truth = Readonly<Partial<Record<EntityKind, readonly TrueEntity[]>>>;

export interface TrueEntity {
  readonly name: string;
  /** Where names are not unique without it. */
  readonly partition?: string;
  /** Compared with the entity's, as far as they are given. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** One remediation, from a ticket to its end. */
export interface ActionTrial {
  readonly title: string;
  readonly action: string;
  /** Out of what was collected. */
  target(view: InventoryView): Entity | undefined;
  readonly parameters:
    Readonly<Record<string, unknown>> | ((target: Entity) => Readonly<Record<string, unknown>>);
  readonly ends: 'succeeded' | 'rolled-back' | 'failed';
  /** Keeps it from coming true, from right before it is approved until it has ended. */
  hinder?(target: Entity): Promise<AsyncDisposable>;
  /** Asked of the system itself when it has ended. @returns what is not as it should be */
  confirm(target: Entity): Promise<string | undefined>;
}

export interface RealCheck {
  readonly title: string;
  /** @returns what does not hold */
  run(context: CheckContext): Promise<string | undefined>;
}

export interface CheckContext {
  readonly view: InventoryView;
  /** The application as its console sees it, and as it is inside. */
  readonly client: Client;
  readonly app: App;
}
