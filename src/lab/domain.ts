import type { z } from 'zod';
import type { Blueprint } from './blueprint.ts';

/** One simulated domain: state built from the blueprint, tools that read and change it. */
export interface LabDomain {
  readonly name: 'vmware' | 'kubernetes' | 'network' | 'storage';
  readonly tools: readonly LabTool[];
  /** Moves the simulation on: metrics drift, things come and go. `seconds` of simulated time have passed. */
  advance(seconds: number): void;
  /** Scenarios of this domain that can be switched on and off, by name. */
  readonly scenarios: Readonly<Record<string, LabScenario>>;
}

export interface LabScenario {
  readonly description: string;
  enable(): void;
  disable(): void;
}

/** One MCP tool of the lab. Input is parsed by `input` before `run`; what `run` returns becomes structuredContent. */
export interface LabTool {
  /** Prefixed by its domain: `vmware_list_vms`, `storage_grow_volume`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output?: z.ZodObject;
  readonly readOnly: boolean;
  readonly destructive?: boolean;
  readonly idempotent?: boolean;
  /** How it pages: the argument that names a page, and where in the answer the next one is named (`metadata.continue`). */
  readonly paging?: { readonly argument: string; readonly next: string };
  /** Throws LabError for what a real system would refuse: it becomes a result with isError. */
  run(args: Record<string, unknown>): Record<string, unknown>;
  /** As `run`, stopping half-way and saying nothing of it: what the fault `partial` does. */
  readonly partially?: (args: Record<string, unknown>) => Record<string, unknown>;
}

export class LabError extends Error {
  override readonly name = 'LabError';
}

export interface LabContext {
  readonly blueprint: Blueprint;
  /** Simulated now, milliseconds since the epoch. */
  now(): number;
  /** Deterministic stream of randomness for a purpose; the same seed and purpose give the same stream. */
  random(purpose: string): LabRandom;
  /** What crosses domains: a volume that grows lets its datastore grow, a port that goes down takes a link with it. */
  readonly events: LabEvents;
}

export interface LabRandom {
  /** [0, 1) */
  unit(): number;
  /** Whole number in [from, to]. */
  int(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
  /** `length` hex digits. */
  hex(length: number): string;
}

export type LabEvent =
  | { readonly type: 'volume-resized'; readonly naa: string; readonly sizeBytes: number }
  | { readonly type: 'port-changed'; readonly switch: string; readonly port: string; readonly up: boolean }
  | { readonly type: 'vm-power'; readonly uuid: string; readonly poweredOn: boolean };

export interface LabEvents {
  emit(event: LabEvent): void;
  on(listener: (event: LabEvent) => void): void;
}
