import { z } from 'zod';
import { bytes, instantText, milliseconds, percent } from '../../../shared/format.ts';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { datastoreUse } from '../../capacity/formulas.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { breach, graded, notGiven } from './judge.ts';

const datastoreUsed = defineRule({
  id: 'VS11',
  domain: 'vmware',
  title: 'Datastore fills up',
  why: 'VMs pause when their datastore is full.',
  remedy: 'Free space (old snapshots, orphaned disks), or [volume.grow] and then extend the VMFS.',
  action: 'volume.grow',
  source: 'AsBuiltReport.VMware.vSphere',
  reads: ['datastore'],
  thresholds: z.object({
    warningPercent: z.number().positive().default(75),
    criticalPercent: z.number().positive().default(90),
  }),
  *evaluate(view, { warningPercent, criticalPercent }) {
    for (const datastore of view.all('datastore')) {
      const { capacityBytes, freeBytes } = datastore.attributes;
      if (capacityBytes === undefined || capacityBytes === 0) {
        yield notGiven(datastore, 'capacityBytes', 'capacity');
        continue;
      }
      if (freeBytes === undefined) {
        yield notGiven(datastore, 'freeBytes', 'free space');
        continue;
      }
      const used = (100 * (capacityBytes - freeBytes)) / capacityBytes;
      const severity = graded(used, { warning: warningPercent, critical: criticalPercent });
      if (severity === undefined) continue;
      yield breach(datastore, severity, {
        value: `${percent(used)} used`,
        threshold: `< ${percent(severity === 'critical' ? criticalPercent : warningPercent)}`,
        evidence: `${bytes(freeBytes)} free of ${bytes(capacityBytes)}`,
      });
    }
  },
});

const datastoreProvisioned = defineRule({
  id: 'VS12',
  domain: 'vmware',
  title: 'Datastore overcommitted',
  why: 'Thin disks may grow by more than there is: the datastore runs full without anything new being created.',
  remedy: 'Move VMs to other datastores, or grow this one.',
  source: 'vCheck-vSphere',
  reads: ['datastore'],
  thresholds: z.object({ warningPercent: z.number().positive().default(150) }),
  *evaluate(view, { warningPercent }) {
    for (const datastore of view.all('datastore')) {
      const { capacityBytes, freeBytes, uncommittedBytes } = datastore.attributes;
      if (capacityBytes === undefined) yield notGiven(datastore, 'capacityBytes', 'capacity');
      else if (freeBytes === undefined) yield notGiven(datastore, 'freeBytes', 'free space');
      else if (uncommittedBytes === undefined)
        yield notGiven(datastore, 'uncommittedBytes', 'uncommitted space');
      else {
        const use = datastoreUse(capacityBytes, freeBytes, uncommittedBytes);
        if (use === undefined || use.provisionedPercent <= warningPercent) continue;
        yield breach(datastore, 'warning', {
          value: `${percent(use.provisionedPercent)} provisioned`,
          threshold: `≤ ${percent(warningPercent)}`,
          evidence: `${bytes(uncommittedBytes)} may still be written, ${bytes(freeBytes)} are free`,
        });
      }
    }
  },
});

const datastoreMissing = defineRule({
  id: 'VS13',
  domain: 'vmware',
  title: 'Datastore missing on a host of its cluster',
  why: 'VMs on it cannot move to that host, nor be restarted there by HA.',
  remedy: 'Present the LUN or export to the host and rescan.',
  source: 'vCheck-vSphere',
  reads: ['datastore', 'host'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const datastore of view.all('datastore')) {
      const { mounts, multipleHostAccess } = datastore.attributes;
      // A datastore that only one host can reach is local, and a shared one of several clusters has no partition.
      if (multipleHostAccess === false || datastore.partition === undefined) continue;
      if (mounts === undefined) {
        yield notGiven(datastore, 'mounts', 'hosts that mount it');
        continue;
      }
      const mounted = new Set(mounts.map((mount) => mount.host));
      for (const host of view.inPartition('host', datastore.partition)) {
        if (host.source !== datastore.source || mounted.has(host.name)) continue;
        if (host.attributes.connectionState !== undefined && host.attributes.connectionState !== 'connected')
          continue;
        yield breach(datastore, 'warning', {
          value: `not mounted on ${host.name}`,
          threshold: `mounted on every host of ${datastore.partition}`,
          discriminator: host.name,
        });
      }
    }
  },
});

const datastoreLatency = defineRule({
  id: 'VS14',
  domain: 'vmware',
  title: 'Datastore answers slowly',
  why: 'Guests wait for their disks.',
  remedy: 'Look at queues and load on the array, and at what else uses the LUN.',
  source: 'check-vmware',
  reads: ['host', 'datastore'],
  thresholds: z.object({
    warningMs: z.number().positive().default(15),
    criticalMs: z.number().positive().default(30),
  }),
  *evaluate(view, { warningMs, criticalMs }) {
    const key = (source: string, datacenter: string | undefined, name: string) =>
      `${source}\n${datacenter ?? ''}\n${name}`;
    const datastores = new Map<string, EntityOf<'datastore'>>();
    for (const datastore of view.all('datastore'))
      datastores.set(key(datastore.source, datastore.attributes.datacenter, datastore.name), datastore);
    for (const host of view.all('host')) {
      const { datastoreLatency: latencies, datacenter } = host.attributes;
      if (latencies === undefined) {
        yield notGiven(host, 'datastoreLatency', 'datastore latency');
        // Findings about what it mounts stand until it can be asked again.
        const reason = host.unknown['datastoreLatency'] ?? `not given by ${host.source}`;
        for (const datastore of view.inPartition('datastore', host.partition ?? ''))
          if (datastore.source === host.source)
            yield { type: 'unknown', entity: datastore, reason: `latency from ${host.name}: ${reason}` };
        continue;
      }
      for (const { datastore: name, readMs, writeMs } of latencies) {
        const worst = Math.max(readMs ?? 0, writeMs ?? 0);
        const severity = graded(worst, { warning: warningMs, critical: criticalMs });
        if (severity === undefined) continue;
        const entity: Entity = datastores.get(key(host.source, datacenter, name)) ?? host;
        yield breach(entity, severity, {
          value: `${milliseconds(worst)} from ${host.name}`,
          threshold: `< ${milliseconds(severity === 'critical' ? criticalMs : warningMs)}`,
          evidence: [
            readMs === undefined ? '' : `read ${milliseconds(readMs)}`,
            writeMs === undefined ? '' : `write ${milliseconds(writeMs)}`,
            name,
          ]
            .filter((part) => part !== '')
            .join(', '),
          discriminator: entity === host ? name : host.name,
        });
      }
    }
  },
});

const orphanedDisk = defineRule({
  id: 'VS26',
  domain: 'vmware',
  title: 'Virtual disk of no VM',
  why: 'It takes space that nobody uses.',
  remedy: 'Ask the owner, then delete it by hand; never automatically.',
  source: 'RVTools vHealth; vCheck-vSphere',
  reads: ['datastore'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const datastore of view.all('datastore')) {
      const { orphanedDisks } = datastore.attributes;
      if (orphanedDisks === undefined) {
        yield notGiven(datastore, 'orphanedDisks', 'disks of no VM');
        continue;
      }
      for (const disk of orphanedDisks)
        yield breach(datastore, 'info', {
          value: disk.sizeBytes === undefined ? disk.path : `${disk.path}, ${bytes(disk.sizeBytes)}`,
          threshold: 'used by a registered VM',
          evidence:
            disk.modifiedAt === undefined ? undefined : `last written ${instantText(disk.modifiedAt)}`,
          discriminator: disk.path,
        });
    }
  },
});

export const datastoreRules: readonly FindingRule[] = [
  datastoreUsed,
  datastoreProvisioned,
  datastoreMissing,
  datastoreLatency,
  orphanedDisk,
];
