import { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import { instant, reference } from '../read/shapes.ts';
import type { Vsphere } from '../vsphere.ts';
import { pageInput, pageOutput, sliceAfter } from './page.ts';
import { countersNamed, countersOf, queryPerformance, realtimeSeconds } from './performance-query.ts';
import { findVm } from './vm-tools.ts';

const entityTypes = {
  vm: [],
  host: ['HostSystem'],
  cluster: ['ClusterComputeResource'],
  datastore: ['Datastore'],
  'resource-pool': ['ResourcePool', 'VirtualApp'],
} as const;

/** Seconds of a sample; how far each reaches back is set on the server. */
const intervals = {
  realtime: realtimeSeconds,
  '5min': 300,
  '30min': 1_800,
  '2h': 7_200,
  '1d': 86_400,
} as const;

export function performanceTools(vsphere: Vsphere): ServerTool[] {
  return [
    defineTool({
      name: 'list_counters',
      title: 'List performance counters',
      description:
        'Counters that this server keeps, with their unit and meaning. One page at a time; follow nextCursor until there is none.',
      input: pageInput.extend({
        group: z
          .string()
          .max(60)
          .optional()
          .describe('only those of one group: cpu, mem, disk, net, datastore, …'),
      }),
      output: pageOutput(
        z.object({
          name: z.string(),
          unit: z.string(),
          says: z.string().optional(),
          level: z.number().optional(),
        }),
      ),
      access: 'read',
      async run(args) {
        const counters = (await countersOf(vsphere)).filter(
          ({ name }) => args.group === undefined || name.startsWith(`${args.group}.`),
        );
        const { shown, ...page } = sliceAfter(counters, ({ name }) => name, args);
        return { items: shown.map(({ name, unit, says, level }) => ({ name, unit, says, level })), ...page };
      },
    }),
    defineTool({
      name: 'performance',
      title: 'Performance of objects',
      description:
        'Samples of counters of up to 50 objects of one kind: "realtime" of the last hour (20 s each, of VMs and hosts), the others from history. Percentages are percent; −1 is a sample that is missing.',
      input: z.object({
        kind: z.enum(['vm', 'host', 'cluster', 'datastore', 'resource-pool']),
        objects: z.array(z.string().min(1).max(300)).min(1).max(50).describe('references, paths or names'),
        counters: z
          .array(z.string().min(3).max(120))
          .min(1)
          .max(20)
          .describe('group.name.rollup, e.g. cpu.usage.average; list_counters has them'),
        interval: z.enum(['realtime', '5min', '30min', '2h', '1d']).default('realtime'),
        instance: z.string().max(120).default('').describe('empty: the whole object; *: each of its parts'),
        start: instant.optional(),
        end: instant.optional(),
        maxSamples: z.int().min(1).max(1_000).optional().describe('the newest ones'),
      }),
      output: z.object({
        intervalSeconds: z.number(),
        items: z.array(
          z.object({
            object: reference,
            times: z.array(z.string()),
            series: z.array(
              z.object({
                counter: z.string(),
                unit: z.string(),
                instance: z.string(),
                values: z.array(z.number()),
              }),
            ),
          }),
        ),
        withoutSamples: z.array(reference).describe('objects for which the server keeps no such samples'),
      }),
      access: 'read',
      async run(args, { signal }) {
        const inventory = await vsphere.inventory.current(signal);
        const entities: ManagedRef[] = [];
        for (const given of args.objects)
          entities.push(
            args.kind === 'vm'
              ? await findVm(vsphere, given, signal)
              : inventory.find(args.kind, entityTypes[args.kind], given).ref,
          );
        const intervalSeconds = intervals[args.interval];
        const metrics = await queryPerformance(
          vsphere,
          {
            entities,
            counters: await countersNamed(vsphere, args.counters),
            instance: args.instance,
            intervalSeconds,
            start: args.start,
            end: args.end,
            maxSamples: args.maxSamples,
          },
          signal,
        );
        const items = metrics.map(({ entity, times, series }) => ({
          object: entity,
          times: [...times],
          series: series.map(({ counter, instance, values }) => ({
            counter: counter.name,
            unit: counter.unit,
            instance,
            values: [...values],
          })),
        }));
        const answered = new Set(items.filter(({ series }) => series.length > 0).map(({ object }) => object));
        return {
          intervalSeconds,
          items,
          withoutSamples: entities.map(({ value }) => value).filter((value) => !answered.has(value)),
        };
      },
    }),
  ];
}
