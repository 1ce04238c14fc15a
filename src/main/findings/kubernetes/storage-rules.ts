import { z } from 'zod';
import { daysToFull } from '../../capacity/forecast.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { told, unknownVerdict } from './verdicts.ts';

const mixin = 'kubernetes-mixin';

const filling = defineRule({
  id: 'KU09',
  domain: 'kubernetes',
  title: 'Volume filling up',
  why: 'Writes fail when it is full.',
  remedy: 'Free space, or grow the claim where its class allows that.',
  action: 'volume.grow',
  source: mixin,
  reads: ['persistent-volume-claim'],
  thresholds: z.object({
    warningFreeBelowPercent: z.number().default(15),
    warningFullWithinDays: z.number().default(4),
    criticalFreeBelowPercent: z.number().default(3),
  }),
  *evaluate(view, thresholds) {
    for (const entity of view.all('persistent-volume-claim')) {
      const { phase, usedPercent, filesystemBytes, capacityBytes, expandable } = entity.attributes;
      if (phase !== 'Bound') continue;
      if (usedPercent === undefined) {
        yield unknownVerdict(entity, 'usedPercent', 'the usage of the volume is not known');
        continue;
      }
      const free = 100 - usedPercent;
      const evidence =
        expandable === undefined ? {} : { evidence: expandable ? 'can be grown' : 'cannot be grown' };
      if (free < thresholds.criticalFreeBelowPercent) {
        yield {
          type: 'breach',
          entity,
          severity: 'critical',
          value: `${free.toFixed(1)} % free`,
          threshold: `≥ ${thresholds.criticalFreeBelowPercent} %`,
          ...evidence,
        };
        continue;
      }
      if (free >= thresholds.warningFreeBelowPercent) continue;
      const limit = filesystemBytes ?? capacityBytes;
      const forecast =
        limit === undefined
          ? undefined
          : daysToFull(entity.samples?.['usedBytes'] ?? [], limit, {
              capacity: entity.samples?.['filesystemBytes'] ?? [],
            });
      if (forecast?.type === 'days' && forecast.days <= thresholds.warningFullWithinDays) {
        yield {
          type: 'breach',
          entity,
          severity: 'warning',
          value: `${free.toFixed(1)} % free, full in ${forecast.days.toFixed(1)} d`,
          threshold: `≥ ${thresholds.warningFreeBelowPercent} %, or not full within ${thresholds.warningFullWithinDays} d`,
          ...evidence,
        };
      } else if (forecast?.type === 'none' && forecast.reason !== 'not growing') {
        yield {
          type: 'unknown',
          entity,
          reason: `${free.toFixed(1)} % free, but whether it is growing is not known: ${forecast.reason}`,
        };
      }
    }
  },
});

const broken = defineRule({
  id: 'KU10',
  domain: 'kubernetes',
  title: 'Volume failed or pending',
  why: 'What needs it has no volume.',
  remedy: 'Look at the provisioner and its events.',
  source: mixin,
  durationMinutes: 5,
  reads: ['persistent-volume', 'persistent-volume-claim', 'storage-class'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of view.all('persistent-volume')) {
      const { phase, reason, phaseSinceAt } = entity.attributes;
      if (phase === undefined) {
        yield unknownVerdict(entity, 'phase', 'the volume reports no phase');
      } else if (phase === 'Failed' || phase === 'Pending') {
        yield {
          type: 'breach',
          entity,
          severity: 'critical',
          value: phase,
          threshold: 'Bound or Available',
          ...told(reason, phaseSinceAt),
        };
      }
    }
    for (const entity of view.all('persistent-volume-claim')) {
      const { phase, createdAt } = entity.attributes;
      if (phase !== 'Lost' && phase !== 'Pending') continue;
      const storageClass = view.outbound(entity, 'member-of').find((found) => found.kind === 'storage-class');
      const waits =
        storageClass?.kind === 'storage-class' &&
        storageClass.attributes.bindingMode === 'WaitForFirstConsumer' &&
        view.inbound(entity, 'mounts').length === 0;
      // Such a claim is bound when the first pod comes, and not before.
      if (phase === 'Pending' && waits) continue;
      yield {
        type: 'breach',
        entity,
        severity: 'critical',
        value: `claim ${phase}`,
        threshold: 'Bound',
        ...told(undefined, phase === 'Pending' ? createdAt : undefined),
      };
    }
  },
});

export const storageRules: readonly FindingRule[] = [filling, broken];
