import type { InventoryStats } from '../../../src/shared/model/inventory-query.ts';

export interface AppStationSetup {
  readonly dataDir: string;
  readonly operator: string;
}

/** What a specification has done at another workstation. */
export interface AppCommand {
  readonly collect: {
    readonly input: { lab: readonly string[] };
    readonly output: { runs: readonly string[] };
  };
  readonly stats: { readonly input: object; readonly output: InventoryStats };
  readonly generate: { readonly input: object; readonly output: { documents: number } };
  readonly ticket: {
    readonly input: { title: string; priority: 'p1' | 'p2' | 'p3' | 'p4' };
    readonly output: { id: string };
  };
  readonly policy: { readonly input: { text: string }; readonly output: object };
  readonly kill: { readonly input: { on: boolean; reason: string }; readonly output: object };
  readonly standing: {
    readonly input: object;
    readonly output: { policy: string; killSwitch: boolean };
  };
  readonly close: { readonly input: object; readonly output: object };
}
export type AppCommandName = keyof AppCommand;
