import { describe, expect, it } from 'vitest';
import { collect, recorded } from '../../../../../test/support/replayed-storage.ts';
import { validateRecord } from '../../../inventory/record.ts';
import { storageCollector } from '../collector.ts';
import { sshStorageAdapter } from './adapter.ts';

describe.each(['ceph', 'linux-storage', 'zfs-multipath'])('the recording %s', (name) => {
  const recording = recorded(name);

  it('is recognised, and asked by nothing but commands that the guard lets pass', () => {
    expect(
      storageCollector.adapters.filter((one) => one.matches(recording.server)).map(({ id }) => id),
    ).toEqual(['ssh-storage']);
    for (const { tool, args } of recording.calls) {
      expect(sshStorageAdapter.readOnlyTools).toContain(tool);
      expect(sshStorageAdapter.guard?.(tool, args)).toBeUndefined();
    }
  });

  it('gives records that fit, each with an id of its own, and rejects nothing', async () => {
    const { events } = await collect(recording);
    expect(events.filter(({ type }) => type === 'reject' || type === 'failed')).toEqual([]);
    const wrong = events.flatMap((event) =>
      event.type === 'records'
        ? event.records.flatMap((record) => {
            const validation = validateRecord(event.kind, record);
            return validation.ok ? [] : [validation.reject];
          })
        : [],
    );
    expect(wrong).toEqual([]);
    const ids = events.flatMap((event) =>
      event.type === 'records' ? event.records.map(({ nativeId }) => `${event.kind}:${nativeId}`) : [],
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});
