import { z } from 'zod';
import { defineRule, type FindingRule } from '../rule.ts';
import { condition, unknownVerdict } from './verdicts.ts';

const mixin = 'kubernetes-mixin';

const atMaximum = defineRule({
  id: 'KU07',
  domain: 'kubernetes',
  title: 'Autoscaler at its maximum',
  why: 'There is no headroom left.',
  remedy: 'Raise the maximum, or find out what the load is.',
  source: mixin,
  durationMinutes: 15,
  reads: ['autoscaler'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of view.all('autoscaler')) {
      const { currentReplicas, maxReplicas, minReplicas } = entity.attributes;
      if (currentReplicas === undefined || maxReplicas === undefined) {
        yield unknownVerdict(entity, 'currentReplicas', 'the autoscaler reports no replicas');
        continue;
      }
      // A minimum equal to the maximum is a fixed number by decision.
      if (currentReplicas < maxReplicas || minReplicas === maxReplicas) continue;
      const limited = condition(entity, 'ScalingLimited');
      yield {
        type: 'breach',
        entity,
        severity: 'warning',
        value: `${currentReplicas} replicas`,
        threshold: `< ${maxReplicas}`,
        ...(entity.attributes.currentMetrics?.length
          ? { evidence: entity.attributes.currentMetrics.join(', ') }
          : {}),
        ...(limited?.status === 'True' && limited.sinceAt ? { sinceAt: limited.sinceAt } : {}),
      };
    }
  },
});

const unhealthyBudget = defineRule({
  id: 'KU08',
  domain: 'kubernetes',
  title: 'Disruption budget not met',
  why: 'Nodes cannot be drained.',
  remedy: 'Heal the pods that it selects, or run more of them.',
  source: mixin,
  durationMinutes: 15,
  reads: ['disruption-budget'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of view.all('disruption-budget')) {
      const { currentHealthy, desiredHealthy } = entity.attributes;
      if (currentHealthy === undefined || desiredHealthy === undefined) {
        yield unknownVerdict(entity, 'currentHealthy', 'the disruption controller has not counted yet');
      } else if (currentHealthy < desiredHealthy) {
        yield {
          type: 'breach',
          entity,
          severity: 'warning',
          value: `${currentHealthy} healthy`,
          threshold: `≥ ${desiredHealthy}`,
        };
      }
    }
  },
});

const quota = defineRule({
  id: 'KU11',
  domain: 'kubernetes',
  title: 'Resource quota nearly or fully used',
  why: 'Nothing more can be created in the namespace.',
  remedy: 'Raise the quota, or clean up.',
  source: mixin,
  reads: ['resource-quota'],
  thresholds: z.object({
    infoAbovePercent: z.number().default(90),
    warningAbovePercent: z.number().default(100),
  }),
  *evaluate(view, { infoAbovePercent, warningAbovePercent }) {
    for (const entity of view.all('resource-quota')) {
      const { hard = {}, used } = entity.attributes;
      if (used === undefined) {
        yield unknownVerdict(entity, 'used', 'the quota was not counted yet');
        continue;
      }
      for (const [resource, limit] of Object.entries(hard)) {
        const value = used[resource];
        if (value === undefined || limit <= 0) continue;
        const percent = (100 * value) / limit;
        if (percent <= infoAbovePercent) continue;
        const over = percent > warningAbovePercent;
        yield {
          type: 'breach',
          entity,
          severity: over ? 'warning' : 'info',
          value: `${resource} ${percent.toFixed(1)} % used`,
          threshold: `≤ ${over ? warningAbovePercent : infoAbovePercent} %`,
          discriminator: resource,
        };
      }
    }
  },
});

export const scalingRules: readonly FindingRule[] = [atMaximum, unhealthyBudget, quota];
