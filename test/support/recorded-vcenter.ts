import { readFileSync } from 'node:fs';
import { vsphereAdapter } from '../../src/main/collectors/vmware/vsphere/adapter.ts';
import type { McpSession } from '../../src/main/mcp/session.ts';
import type { ObservedRecord } from '../../src/shared/model/entity.ts';
import type { EntityKind } from '../../src/shared/model/kinds/registry.ts';
import type { AnyEntity } from './build-view.ts';
import { entitiesOf } from './vmware-lab.ts';

interface Recorded {
  readonly server: { readonly name: string; readonly version: string };
  readonly tools: readonly string[];
  readonly answers: Readonly<Record<string, Record<string, unknown>>>;
  readonly refusals: Readonly<Record<string, string>>;
}

const file = new URL('../../src/main/collectors/vmware/vsphere/fixtures/answers.json', import.meta.url);

/** Recorded of our server on a simulated vCenter with two hosts in a cluster and one by itself. */
export const recordedAnswers = JSON.parse(readFileSync(file, 'utf8')) as Recorded;

/** A session with it; whatever a tool is asked, it answers what it answered then, or what a test puts there instead. */
export function recordedVcenter(
  replaced: Readonly<Record<string, Record<string, unknown>>> = {},
): McpSession & { readonly asked: { name: string; args: Record<string, unknown> }[] } {
  const { answers, refusals, server, tools } = recordedAnswers;
  const asked: { name: string; args: Record<string, unknown> }[] = [];
  return {
    asked,
    source: 'vcenter-a',
    server: { ...server, tools: tools.map((name) => ({ name, inputSchema: {} })) },
    callTool(name, args) {
      asked.push({ name, args });
      const data = replaced[name] ?? answers[name];
      return Promise.resolve(
        data === undefined
          ? { isError: true, text: refusals[name] ?? 'no such tool', data: undefined, form: 'text' }
          : { isError: false, text: '', data: structuredClone(data), form: 'structured' },
      );
    },
    readResource: () => Promise.resolve([]),
  };
}

/** What a collection makes of it, and why what it does not give is not given. */
export async function collectRecordedVcenter(): Promise<{
  readonly entities: readonly AnyEntity[];
  readonly notGiven: readonly string[];
}> {
  const context = { signal: new AbortController().signal, call: {}, startedAt: '2026-11-23T12:00:00.000Z' };
  const events = await Array.fromAsync(vsphereAdapter.collect(recordedVcenter(), context));
  const records = new Map<EntityKind, ObservedRecord[]>();
  for (const event of events)
    if (event.type === 'records')
      records.set(event.kind, [...(records.get(event.kind) ?? []), ...event.records]);
  return {
    entities: entitiesOf({ records, events }),
    notGiven: events.flatMap((event) => (event.type === 'unavailable' ? [event.reason] : [])),
  };
}
