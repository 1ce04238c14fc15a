import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CollectEvent } from '../../src/main/collectors/collector.ts';
import { sshStorageAdapter } from '../../src/main/collectors/storage/ssh/adapter.ts';
import type { ObservedRecord } from '../../src/shared/model/entity.ts';
import type { EntityKind } from '../../src/shared/model/kinds/registry.ts';
import { replay, type RecordedCall, type Recording } from './recorded-session.ts';

const fixtures = join(import.meta.dirname, '../../src/main/collectors/storage/ssh/fixtures');

/** What a real server answered once, or what is documented: `ceph`, `linux-storage`, `zfs-multipath`. */
export const recorded = (name: string): Recording =>
  JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as Recording;

export interface Collected {
  readonly events: readonly CollectEvent[];
  all(kind: EntityKind): readonly ObservedRecord[];
  of(kind: EntityKind, name: string): ObservedRecord;
  failed(kind: EntityKind): readonly string[];
  complete(kind: EntityKind): readonly (string | undefined)[];
}

export async function collect(recording: Recording): Promise<Collected> {
  const { signal } = new AbortController();
  const events: CollectEvent[] = [];
  const context = { signal, call: { signal }, startedAt: '2026-11-23T19:00:00.000Z' };
  for await (const event of sshStorageAdapter.collect(replay(recording, 'hosts'), context))
    events.push(event);
  const all = (kind: EntityKind) =>
    events.flatMap((event) => (event.type === 'records' && event.kind === kind ? [...event.records] : []));
  return {
    events,
    all,
    of: (kind, name) => {
      const found = all(kind).find((record) => record.name === name);
      if (!found)
        throw new Error(
          `no ${kind} ${name}, only ${all(kind)
            .map((one) => one.name)
            .join(', ')}`,
        );
      return found;
    },
    failed: (kind) =>
      events.flatMap((event) => (event.type === 'failed' && event.kind === kind ? [event.reason] : [])),
    complete: (kind) =>
      events.flatMap((event) => (event.type === 'complete' && event.kind === kind ? [event.partition] : [])),
  };
}

/** Whether a call sends a command that contains this text. */
export function asks({ args: { command } }: RecordedCall, text: string): boolean {
  return typeof command === 'string' && command.includes(text);
}

/** The recording with another answer where a command contains this text. */
export function answering(
  recording: Recording,
  command: string,
  result: Partial<RecordedCall['result']>,
): Recording {
  const calls = recording.calls.map((call) =>
    asks(call, command) ? { ...call, result: { ...call.result, ...result } } : call,
  );
  return { ...recording, calls };
}

export const said = (text: string) => ({ isError: false, text });
export const failing = (stderr: string, exit: number) => ({
  isError: true,
  text: `[stderr]\n${stderr}\n\n\n[exit ${exit}]`,
});

/** The text of one answer, changed as JSON. */
export function changing(recording: Recording, command: string, change: (data: never) => void): Recording {
  const call = recording.calls.find((one) => asks(one, command));
  const data = JSON.parse(call?.result.text.split('\n\n[stderr]')[0] ?? '') as never;
  change(data);
  return answering(recording, command, said(JSON.stringify(data)));
}
