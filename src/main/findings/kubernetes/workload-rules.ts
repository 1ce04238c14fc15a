import { z } from 'zod';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { defineRule, type FindingRule, type Verdict } from '../rule.ts';
import { condition, told, unknownVerdict } from './verdicts.ts';

const mixin = 'kubernetes-mixin';
const hourMs = 3_600_000;

const degraded = defineRule({
  id: 'KU05',
  domain: 'kubernetes',
  title: 'Workload degraded or rollout stuck',
  why: 'It runs with less than was asked for.',
  remedy: 'Look at its pods; roll back what was rolled out last, or restart the rollout.',
  action: 'workload.rollout-restart',
  source: mixin,
  durationMinutes: 15,
  reads: ['workload'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of view.all('workload')) {
      const { type, desired, ready } = entity.attributes;
      if (type === 'Job' || type === 'CronJob') continue;
      if (desired === undefined || ready === undefined) {
        yield unknownVerdict(entity, 'ready', 'the workload reports no replicas');
        continue;
      }
      const progressing = condition(entity, 'Progressing');
      const available = condition(entity, 'Available');
      const stuck = progressing?.status === 'False';
      if (ready >= desired && !stuck) continue;
      const cause = stuck ? progressing : available?.status === 'False' ? available : undefined;
      yield {
        type: 'breach',
        entity,
        severity: 'warning',
        value: `${ready} of ${desired} ready${stuck ? ', rollout stuck' : ''}`,
        threshold: `${desired} ready`,
        ...told(cause?.message ?? cause?.reason, cause?.sinceAt),
      };
    }
  },
});

const jobFailed = defineRule({
  id: 'KU06',
  domain: 'kubernetes',
  title: 'Job failed or running too long',
  why: 'The batch was missed.',
  remedy: 'Read the log of its pods, mend the cause and run it again.',
  source: mixin,
  durationMinutes: 15,
  reads: ['workload', 'job-run'],
  thresholds: z.object({ longestActiveHours: z.number().positive().default(12) }),
  *evaluate(view, { longestActiveHours }) {
    const jobs = [
      ...view.all('workload').filter((workload) => workload.attributes.type === 'Job'),
      ...view.all('job-run'),
    ];
    for (const entity of jobs) {
      const { active, failed, startedAt } = entity.attributes;
      const ended = condition(entity, 'Failed');
      if (ended?.status === 'True') {
        yield {
          type: 'breach',
          entity,
          severity: 'warning',
          value: `failed${failed ? ` after ${failed} pods` : ''}`,
          threshold: 'complete',
          ...told(ended.message ?? ended.reason, ended.sinceAt),
        };
      } else if (active && startedAt) {
        const hours = (Date.parse(view.at) - Date.parse(startedAt)) / hourMs;
        if (hours <= longestActiveHours) continue;
        yield {
          type: 'breach',
          entity,
          severity: 'warning',
          value: `active for ${Math.floor(hours)} h`,
          threshold: `≤ ${longestActiveHours} h`,
          sinceAt: startedAt,
        };
      }
    }
  },
});

const single = defineRule({
  id: 'KU15',
  domain: 'kubernetes',
  title: 'Deployment with a single replica',
  why: 'The loss of one pod or node interrupts it.',
  remedy: 'Run at least two replicas.',
  action: 'workload.scale',
  source: 'kube-score',
  reads: ['workload'],
  thresholds: z.object({ minimumReplicas: z.int().min(1).default(2) }),
  *evaluate(view, { minimumReplicas }) {
    for (const entity of view.all('workload')) {
      const { type, replicas, desired } = entity.attributes;
      if (type !== 'Deployment') continue;
      const count = replicas ?? desired;
      if (count === undefined) yield unknownVerdict(entity, 'replicas', 'the deployment names no replicas');
      // Scaled to nothing is switched off, which is somebody's decision.
      else if (count > 0 && count < minimumReplicas) {
        yield {
          type: 'breach',
          entity,
          severity: 'warning',
          value: `${count} ${count === 1 ? 'replica' : 'replicas'}`,
          threshold: `≥ ${minimumReplicas}`,
        };
      }
    }
  },
});

const unpredictable = defineRule({
  id: 'KU16',
  domain: 'kubernetes',
  title: 'Containers without requests, probes or a fixed image',
  why: 'Scheduling, health and what is deployed cannot be foreseen.',
  remedy: 'Set requests, liveness and readiness probes and an image tag other than latest.',
  source: 'Popeye, kube-score',
  reads: ['workload'],
  thresholds: z.object({
    requestsRequired: z.boolean().default(true),
    probesRequired: z.boolean().default(true),
    fixedTagRequired: z.boolean().default(true),
  }),
  *evaluate(view, thresholds) {
    for (const entity of view.all('workload')) {
      const { containers, type } = entity.attributes;
      if (containers === undefined) {
        yield unknownVerdict(entity, 'containers', 'the template was not given');
        continue;
      }
      const batch = type === 'Job' || type === 'CronJob';
      const faults = containers.flatMap((container) => {
        const missing = [
          ...(thresholds.requestsRequired && !container.init ? requestFaults(container) : []),
          ...(thresholds.probesRequired && !batch && !container.init ? probeFaults(container) : []),
          ...(thresholds.fixedTagRequired && floats(container.image)
            ? [`image ${container.image ?? ''}`]
            : []),
        ];
        return missing.length === 0 ? [] : [`${container.name}: ${missing.join(', ')}`];
      });
      if (faults.length === 0) continue;
      yield {
        type: 'breach',
        entity,
        severity: 'warning',
        value: faults.join('; '),
        threshold: 'requests, probes and a fixed tag on every container',
      };
    }
  },
});

type Container = NonNullable<EntityOf<'workload'>['attributes']['containers']>[number];

function requestFaults(container: Container): string[] {
  const missing = [
    ...(container.cpuRequestMillicores === undefined ? ['CPU'] : []),
    ...(container.memoryRequestBytes === undefined ? ['memory'] : []),
  ];
  return missing.length === 0 ? [] : [`no ${missing.join(' and ')} request`];
}

function probeFaults(container: Container): string[] {
  const missing = [
    ...(container.liveness ? [] : ['liveness']),
    ...(container.readiness ? [] : ['readiness']),
  ];
  return missing.length === 0 ? [] : [`no ${missing.join(' and ')} probe`];
}

/** No tag means latest; a digest fixes the image whatever the tag. */
function floats(image: string | undefined): boolean {
  if (image === undefined || image.includes('@')) return false;
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

const exposed = defineRule({
  id: 'KU17',
  domain: 'kubernetes',
  title: 'Privileged container or host network',
  why: 'Whoever takes over the container has the node.',
  remedy: 'Take the privilege away in the security context.',
  source: 'Polaris',
  reads: ['workload', 'pod'],
  // What runs the node itself needs the node: the network plug-in, the proxy, the log shipper.
  thresholds: z.object({ exemptNamespaces: z.array(z.string()).default(['kube-system']) }),
  *evaluate(view, { exemptNamespaces }) {
    const exempt = new Set(exemptNamespaces);
    for (const entity of view.all('workload')) {
      const { namespace, containers, hostNetwork, hostPid } = entity.attributes;
      if (exempt.has(namespace)) continue;
      if (containers === undefined) {
        yield unknownVerdict(entity, 'containers', 'the template was not given');
        continue;
      }
      const privileged = containers.filter((container) => container.privileged).map(({ name }) => name);
      yield* breachOf(entity, privileged, hostNetwork, hostPid);
    }
    for (const entity of view.all('pod')) {
      const { namespace, privileged, hostNetwork, hostPid } = entity.attributes;
      // Pods of a workload that was seen are judged by its template.
      if (exempt.has(namespace) || view.outbound(entity, 'owned-by').length > 0) continue;
      yield* breachOf(entity, privileged ? ['a container'] : [], hostNetwork, hostPid);
    }
  },
});

function* breachOf(
  entity: EntityOf<'workload'> | EntityOf<'pod'>,
  privileged: readonly string[],
  hostNetwork: boolean | undefined,
  hostPid: boolean | undefined,
): Iterable<Verdict> {
  const faults = [
    ...(privileged.length > 0 ? [`privileged: ${privileged.join(', ')}`] : []),
    ...(hostNetwork ? ['host network'] : []),
    ...(hostPid ? ['host process namespace'] : []),
  ];
  if (faults.length > 0) {
    yield { type: 'breach', entity, severity: 'critical', value: faults.join('; '), threshold: 'none' };
  }
}

export const workloadRules: readonly FindingRule[] = [degraded, jobFailed, single, unpredictable, exposed];
