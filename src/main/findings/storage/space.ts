import { z } from 'zod';
import { bytes, percent } from '../../../shared/format.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { daysToFull, forecastText } from '../../capacity/forecast.ts';
import { usedPercent } from '../../capacity/formulas.ts';
import { defineRule, type Verdict } from '../rule.ts';

const share = z.number().min(0).max(100);

/** ST01: a percentage alone misleads on large volumes, so what is left and the forecast stand beside it. */
export const volumeFull = defineRule({
  id: 'ST01',
  domain: 'storage',
  title: 'Volume nearly full',
  why: 'A full volume refuses writes, and the LUNs in it go offline.',
  remedy: 'Delete old snapshots or data, or let the volume grow.',
  action: 'volume.grow',
  source: 'Active IQ Unified Manager, volume thresholds',
  reads: ['volume'],
  thresholds: z.object({ warningPercent: share.default(80), criticalPercent: share.default(90) }),
  *evaluate(view, { warningPercent, criticalPercent }) {
    for (const volume of view.all('volume')) {
      // A replica is as full as its source, which is where something can be done about it.
      if (volume.attributes.access === 'replica') continue;
      const used = usedShare(volume);
      if (typeof used !== 'number') yield used;
      else if (used >= warningPercent) {
        const critical = used >= criticalPercent;
        yield {
          type: 'breach',
          entity: volume,
          severity: critical ? 'critical' : 'warning',
          value: `${percent(used)} used`,
          threshold: `< ${percent(critical ? criticalPercent : warningPercent)}`,
          evidence: spaceEvidence(volume),
        };
      }
    }
  },
});

export const poolFull = defineRule({
  id: 'ST02',
  domain: 'storage',
  title: 'Pool nearly full',
  why: 'Thin volumes stop when the pool that they promise from has nothing left.',
  remedy: 'Add disks, move volumes to another pool, or delete snapshots.',
  source: 'AsBuiltReport.NetApp.ONTAP',
  reads: ['pool'],
  thresholds: z.object({ criticalPercent: share.default(90) }),
  *evaluate(view, { criticalPercent }) {
    for (const pool of view.all('pool')) {
      const used = usedShare(pool);
      if (typeof used !== 'number') yield used;
      else if (used >= criticalPercent)
        yield {
          type: 'breach',
          entity: pool,
          severity: 'critical',
          value: `${percent(used)} used`,
          threshold: `< ${percent(criticalPercent)}`,
          evidence: spaceEvidence(pool),
        };
    }
  },
});

/** ST09: object storage daemons lie on disks; the cluster's own ratios go before the setting. */
export const osdFull = defineRule({
  id: 'ST09',
  domain: 'storage',
  title: 'OSD nearly full',
  why: 'Writes to the whole cluster stop when one OSD is full.',
  remedy: 'Add OSDs or rebalance, with the ratios that the cluster itself reports.',
  source: 'Red Hat Ceph Storage documentation',
  reads: ['disk', 'array'],
  thresholds: z.object({ nearFullPercent: share.default(85) }),
  *evaluate(view, { nearFullPercent }) {
    const limits = new Map(
      view
        .all('array')
        .map((array) => [`${array.source} ${array.name}`, array.attributes.osdNearFullPercent]),
    );
    for (const disk of view.all('disk')) {
      const { osd, array, usedBytes, capacityBytes } = disk.attributes;
      if (osd === undefined) continue;
      const used =
        usedBytes === undefined || capacityBytes === undefined
          ? undefined
          : usedPercent(usedBytes, capacityBytes);
      if (used === undefined) {
        yield { type: 'unknown', entity: disk, reason: `how full ${osd} is was not given` };
        continue;
      }
      const limit = limits.get(`${disk.source} ${array}`) ?? nearFullPercent;
      if (used >= limit)
        yield {
          type: 'breach',
          entity: disk,
          severity: 'warning',
          value: `${osd} ${percent(used)} used`,
          threshold: `< ${percent(limit)}`,
        };
    }
  },
});

type Space = EntityOf<'volume'> | EntityOf<'pool'>;

function usedShare(entity: Space): number | Extract<Verdict, { type: 'unknown' }> {
  const { usedBytes, sizeBytes } = entity.attributes;
  const used =
    usedBytes === undefined || sizeBytes === undefined ? undefined : usedPercent(usedBytes, sizeBytes);
  if (used !== undefined) return used;
  const missing = usedBytes === undefined ? 'usedBytes' : 'sizeBytes';
  return {
    type: 'unknown',
    entity,
    reason: entity.unknown[missing] ?? 'how much is used, or the size, was not given',
  };
}

function spaceEvidence(entity: Space): string {
  const { usedBytes = 0, sizeBytes = 0 } = entity.attributes;
  const forecast = daysToFull(entity.samples?.['usedBytes'] ?? [], sizeBytes, {
    ...(entity.samples?.['sizeBytes'] && { capacity: entity.samples['sizeBytes'] }),
  });
  const left = `${bytes(Math.max(0, sizeBytes - usedBytes))} of ${bytes(sizeBytes)} left`;
  const days = forecastText(forecast);
  return days === undefined ? left : `${left}; ${forecast.type === 'days' ? `days to full: ${days}` : days}`;
}
