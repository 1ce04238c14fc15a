import { createBlueprint, labSizes, type Blueprint, type LabSize } from '../../src/lab/blueprint.ts';
import type { LabDomain, LabEvent } from '../../src/lab/domain.ts';
import { createLabRandom } from '../../src/lab/random.ts';
import { createVmwareDomain } from '../../src/lab/vmware/domain.ts';
import type { CollectEvent } from '../../src/main/collectors/collector.ts';
import { labVmwareAdapter } from '../../src/main/collectors/vmware/lab/adapter.ts';
import type { McpSession, ToolResult } from '../../src/main/mcp/session.ts';
import type { ObservedRecord } from '../../src/shared/model/entity.ts';
import type { EntityKind } from '../../src/shared/model/kinds/registry.ts';
import type { Relation } from '../../src/shared/model/relation.ts';
import { buildEntity, type AnyEntity } from './build-view.ts';

/** The moment at which the simulated vCenter stands still. */
export const labNow = Date.parse('2026-11-23T11:30:00.000Z');

export interface VmwareLab {
  readonly blueprint: Blueprint;
  readonly domain: LabDomain;
  /** What the domain has told the others, and a way to tell it something. */
  readonly emitted: LabEvent[];
  emit(event: LabEvent): void;
  /** Moves the clock and the simulation on. */
  advance(seconds: number): void;
  call(tool: string, args?: Record<string, unknown>): Record<string, unknown>;
}

export function createVmwareLab(size: LabSize = labSizes.small, seed = 'spec'): VmwareLab {
  const blueprint = createBlueprint(seed, size);
  const emitted: LabEvent[] = [];
  const listeners: ((event: LabEvent) => void)[] = [];
  let now = labNow;
  const domain = createVmwareDomain({
    blueprint,
    now: () => now,
    random: (purpose) => createLabRandom(seed, purpose),
    events: {
      emit: (event) => {
        emitted.push(event);
      },
      on: (listener) => {
        listeners.push(listener);
      },
    },
  });
  return {
    blueprint,
    domain,
    emitted,
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    advance: (seconds) => {
      now += seconds * 1000;
      domain.advance(seconds);
    },
    call: (name, args = {}) => {
      const tool = domain.tools.find((candidate) => candidate.name === name);
      if (tool === undefined) throw new Error(`no tool ${name}`);
      return tool.run(tool.input.parse(args));
    },
  };
}

/** A session that calls the lab's tools directly; `answer` may replace what a tool says. */
export function labSession(
  lab: VmwareLab,
  answer: (tool: string, args: Record<string, unknown>) => ToolResult | undefined = () => undefined,
): McpSession {
  return {
    source: 'vcenter-a',
    server: {
      name: 'lab',
      version: '1',
      tools: lab.domain.tools.map(({ name }) => ({ name, inputSchema: {} })),
    },
    callTool: (name, args) =>
      Promise.resolve(
        answer(name, args) ?? {
          isError: false,
          text: '',
          data: structuredClone(lab.call(name, args)),
          form: 'structured',
        },
      ),
    readResource: () => Promise.resolve([]),
  };
}

export interface Collected {
  readonly records: ReadonlyMap<EntityKind, readonly ObservedRecord[]>;
  readonly events: readonly CollectEvent[];
}

export async function collectVmware(session: McpSession): Promise<Collected> {
  const records = new Map<EntityKind, ObservedRecord[]>();
  const events: CollectEvent[] = [];
  const context = {
    signal: new AbortController().signal,
    call: {},
    startedAt: new Date(labNow).toISOString(),
  };
  for await (const event of labVmwareAdapter.collect(session, context)) {
    events.push(event);
    if (event.type !== 'records') continue;
    const known = records.get(event.kind) ?? [];
    known.push(...event.records);
    records.set(event.kind, known);
  }
  return { records, events };
}

/** The records as entities, for views that need no store. */
export function entitiesOf(collected: Collected): AnyEntity[] {
  return [...collected.records].flatMap(([kind, records]) =>
    records.map((record) =>
      buildEntity(kind, record.name, {
        source: 'vcenter-a',
        nativeId: record.nativeId,
        ...(record.partition === undefined ? {} : { partition: record.partition }),
        attributes: record.attributes as never,
        relations: (record.relations ?? []) as Relation[],
        keys: record.keys ?? [],
        unknown: record.unknown ?? {},
      }),
    ),
  );
}
