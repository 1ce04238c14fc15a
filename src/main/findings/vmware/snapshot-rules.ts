import { z } from 'zod';
import { bytes, days } from '../../../shared/format.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { breach, daysBetween, notGiven } from './judge.ts';

const gib = 2 ** 30;

const oldSnapshot = defineRule({
  id: 'VS15',
  domain: 'vmware',
  title: 'Snapshot old or large',
  why: 'A snapshot grows until the datastore is full; VMware advises to keep none for more than 72 hours.',
  remedy: '[vm.snapshot.remove], unless a backup of the VM is running.',
  action: 'vm.snapshot.remove',
  source: 'AsBuiltReport.VMware.vSphere; check-vmware',
  reads: ['vm'],
  thresholds: z.object({
    warningDays: z.number().positive().default(7),
    criticalDays: z.number().positive().default(14),
    warningGib: z.number().positive().default(20),
    criticalGib: z.number().positive().default(40),
  }),
  *evaluate(view, { warningDays, criticalDays, warningGib, criticalGib }) {
    for (const vm of view.all('vm')) {
      const { snapshots, snapshotBytes } = vm.attributes;
      if (snapshots === undefined) {
        yield notGiven(vm, 'snapshots');
        continue;
      }
      for (const snapshot of snapshots) {
        const age = daysBetween(snapshot.createdAt, view.at);
        const size = snapshotBytes?.[snapshot.id];
        const gibibytes = (size ?? 0) / gib;
        const critical = age >= criticalDays || gibibytes > criticalGib;
        if (!critical && age < warningDays && gibibytes <= warningGib) continue;
        const limit = critical
          ? { days: criticalDays, gib: criticalGib }
          : { days: warningDays, gib: warningGib };
        const byAge = age >= limit.days;
        yield breach(vm, critical ? 'critical' : 'warning', {
          value: [
            `"${snapshot.name}" ${days(Math.floor(age))} old`,
            ...(size === undefined ? [] : [bytes(size)]),
          ].join(', '),
          threshold: byAge ? `< ${days(limit.days)}` : `≤ ${bytes(limit.gib * gib)}`,
          evidence: size === undefined ? 'size not given by the source' : undefined,
          discriminator: snapshot.id,
        });
      }
    }
  },
});

const manySnapshots = defineRule({
  id: 'VS16',
  domain: 'vmware',
  title: 'Many snapshots of one VM',
  why: 'Every read walks the chain; vSphere allows at most 32.',
  remedy: '[vm.snapshot.remove], oldest first.',
  action: 'vm.snapshot.remove',
  source: 'awesome-prometheus-alerts',
  reads: ['vm'],
  thresholds: z.object({ maximum: z.number().int().positive().default(3) }),
  *evaluate(view, { maximum }) {
    for (const vm of view.all('vm')) {
      const { snapshots } = vm.attributes;
      if (snapshots === undefined) yield notGiven(vm, 'snapshots');
      else if (snapshots.length > maximum)
        yield breach(vm, 'warning', { value: `${snapshots.length} snapshots`, threshold: `≤ ${maximum}` });
    }
  },
});

const consolidation = defineRule({
  id: 'VS17',
  domain: 'vmware',
  title: 'Disks need consolidation',
  why: 'Delta files that no snapshot shows keep growing.',
  remedy: 'Consolidate the disks of the VM.',
  source: 'RVTools vHealth; vCheck-vSphere',
  reads: ['vm'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const vm of view.all('vm')) {
      const { consolidationNeeded } = vm.attributes;
      if (consolidationNeeded === undefined) yield notGiven(vm, 'consolidationNeeded', 'consolidation');
      else if (consolidationNeeded)
        yield breach(vm, 'warning', { value: 'consolidation needed', threshold: 'not needed' });
    }
  },
});

export const snapshotRules: readonly FindingRule[] = [oldSnapshot, manySnapshots, consolidation];
