import { z } from 'zod';
import type { Reading } from '../reading.ts';
import { chassisOf } from './chassis.ts';
import { amount, text } from './parts.ts';
import { systemsOf } from './systems.ts';

/** Entries of one log that are looked through for its newest; BMCs give them in one order or the other. */
const mostLookedThrough = 2_000;

export const logSchema = z.object({
  path: z.string(),
  name: text,
  of: z.string().describe('path of the system, manager or chassis that keeps it'),
  total: amount.describe('entries that it says it has'),
  lookedThrough: z.number().describe('of which the newest are given'),
  entries: z.array(
    z.object({
      id: text,
      created: text,
      severity: text,
      entryType: text,
      message: text,
      messageId: text,
      sensorType: text,
      resolved: z.boolean().optional(),
    }),
  ),
});

export async function readLogs(
  reading: Reading,
  options: {
    readonly mostEntries: number;
    readonly severities?: readonly string[] | undefined;
    readonly since?: string | undefined;
  },
): Promise<z.input<typeof logSchema>[]> {
  const root = await reading.root();
  const owners = [
    ...(await systemsOf(reading)),
    ...(await reading.members(root?.ref('Managers'), 'Managers')),
    ...(await chassisOf(reading)),
  ].filter((owner) => owner.has('LogServices'));
  // Several of them can keep the same log.
  const seen = new Set<string>();
  const logs: z.input<typeof logSchema>[] = [];
  for (const owner of owners)
    for (const service of await reading.members(owner.ref('LogServices'), 'LogServices')) {
      const entries = service.ref('Entries');
      if (entries === undefined || seen.has(entries)) continue;
      seen.add(entries);
      const { members, total } = await reading.someMembers(entries, 'LogEntries', mostLookedThrough);
      const since = options.since === undefined ? undefined : Date.parse(options.since);
      logs.push({
        path: service.id ?? entries,
        name: service.text('Name'),
        of: owner.id ?? '',
        total,
        lookedThrough: members.length,
        entries: members
          .map((entry) => ({
            id: entry.text('Id'),
            created: entry.text('Created'),
            severity: entry.text('Severity'),
            entryType: entry.text('EntryType'),
            message: entry.text('Message'),
            messageId: entry.text('MessageId'),
            sensorType: entry.text('SensorType'),
            resolved: entry.flag('Resolved'),
          }))
          .filter(
            ({ severity, created }) =>
              (options.severities === undefined || options.severities.includes(severity ?? '')) &&
              // What has no time may be new.
              (since === undefined || !(timeOf(created) < since)),
          )
          .toSorted((a, b) => timeOf(b.created) - timeOf(a.created))
          .slice(0, options.mostEntries),
      });
    }
  return logs;
}

const timeOf = (created: string | undefined): number => {
  const time = Date.parse(created ?? '');
  return Number.isNaN(time) ? 0 : time;
};
