import { z } from 'zod';
import { bytes, instantText } from '../../../shared/format.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { clusterCapacity, type ResourceCapacity } from './capacity.ts';
import { unknownVerdict } from './verdicts.ts';

const overcommitted = defineRule({
  id: 'KU12',
  domain: 'kubernetes',
  title: 'Requests exceed what is left without the largest node',
  why: 'When a node is lost its pods have nowhere to go.',
  remedy: 'Add a node, or lower requests.',
  source: 'kubernetes-mixin',
  durationMinutes: 10,
  reads: ['k8s-cluster', 'k8s-node', 'pod'],
  // Fewer control planes than this: the cluster does not claim to survive a node, and all nodes together count.
  thresholds: z.object({ highlyAvailableFromControlPlanes: z.int().min(1).default(3) }),
  *evaluate(view, { highlyAvailableFromControlPlanes }) {
    for (const entity of view.all('k8s-cluster')) {
      const capacity = clusterCapacity(view, entity);
      if (capacity === undefined) {
        yield unknownVerdict(entity, 'pods', 'the allocatable resources of its nodes are not known');
        continue;
      }
      const spare = capacity.controlPlanes >= highlyAvailableFromControlPlanes && capacity.nodes.length > 1;
      for (const resource of [capacity.cpu, capacity.memory, capacity.pods]) {
        const limit = spare ? resource.usableWithoutLargest : resource.allocatable;
        if (resource.requested <= limit) continue;
        yield {
          type: 'breach',
          entity,
          severity: 'warning',
          value: `${resource.title}: ${amount(resource, resource.requested)} requested`,
          threshold: `≤ ${amount(resource, limit)} ${spare ? 'without the largest node' : 'on all nodes'}`,
          discriminator: resource.title,
        };
      }
    }
  },
});

function amount(resource: ResourceCapacity, value: number): string {
  switch (resource.unit) {
    case 'millicores':
      return `${(value / 1_000).toFixed(2)} cores`;
    case 'bytes':
      return bytes(value);
    case 'pods':
      return `${value} pods`;
    default:
      return resource.unit satisfies never;
  }
}

const dayMs = 86_400_000;

const certificate = defineRule({
  id: 'KU13',
  domain: 'kubernetes',
  title: 'Certificate about to expire',
  why: 'The control plane or what the certificate serves stops.',
  remedy: 'Renew it.',
  source: 'kubernetes-mixin',
  reads: ['certificate'],
  thresholds: z.object({
    warningBelowDays: z.number().default(7),
    criticalBelowDays: z.number().default(1),
  }),
  *evaluate(view, { warningBelowDays, criticalBelowDays }) {
    for (const entity of view.all('certificate')) {
      const { expiresAt, use } = entity.attributes;
      if (expiresAt === undefined) {
        yield unknownVerdict(entity, 'expiresAt', 'the end date is not known');
        continue;
      }
      const days = (Date.parse(expiresAt) - Date.parse(view.at)) / dayMs;
      if (days >= warningBelowDays) continue;
      const critical = days < criticalBelowDays;
      yield {
        type: 'breach',
        entity,
        severity: critical ? 'critical' : 'warning',
        value: days < 0 ? `expired ${(-days).toFixed(1)} d ago` : `expires in ${days.toFixed(1)} d`,
        threshold: `≥ ${critical ? criticalBelowDays : warningBelowDays} d`,
        evidence: `${use}, until ${instantText(expiresAt)}`,
      };
    }
  },
});

const noEndpoints = defineRule({
  id: 'KU18',
  domain: 'kubernetes',
  title: 'Service without ready endpoints',
  why: 'What it names cannot be reached.',
  remedy: 'Compare its selector with the labels of the pods, and see whether those are ready.',
  source: 'Popeye',
  reads: ['service'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of view.all('service')) {
      const { type, selector, backendsReady, backends } = entity.attributes;
      // Without a selector something else keeps the endpoints; an external name has none.
      if (type === 'ExternalName' || (selector === undefined && backendsReady === undefined)) continue;
      if (backendsReady === undefined) {
        yield unknownVerdict(entity, 'backendsReady', 'neither endpoints nor pods are known');
      } else if (backendsReady === 0) {
        yield {
          type: 'breach',
          entity,
          severity: 'critical',
          value: backends ? `0 of ${backends} backends ready` : 'no backends',
          threshold: '≥ 1 ready',
          evidence: `selector ${selector ?? 'none'}`,
        };
      }
    }
  },
});

export const clusterRules: readonly FindingRule[] = [overcommitted, certificate, noEndpoints];
