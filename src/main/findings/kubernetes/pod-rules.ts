import { z } from 'zod';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { isOfJob, isOver, told, unknownVerdict } from './verdicts.ts';

const mixin = 'kubernetes-mixin';
const hourMs = 3_600_000;

type Container = NonNullable<EntityOf<'pod'>['attributes']['containers']>[number];

function isCrashLooping(container: Container): boolean {
  return container.state === 'waiting' && container.reason === 'CrashLoopBackOff';
}

const crashLoop = defineRule({
  id: 'KU03',
  domain: 'kubernetes',
  title: 'Container crash-looping',
  why: 'What it serves is down or degraded.',
  remedy: 'Read the previous container’s log, mend what it says, then restart the rollout.',
  action: 'workload.rollout-restart',
  source: mixin,
  durationMinutes: 15,
  reads: ['pod'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const entity of view.all('pod')) {
      if (isOver(entity)) continue;
      const { containers, readySinceAt } = entity.attributes;
      if (containers === undefined) {
        yield unknownVerdict(entity, 'containers', 'the pod reports no container states');
        continue;
      }
      for (const container of containers) {
        if (!isCrashLooping(container)) continue;
        const exit = container.lastExitCode === undefined ? '' : `, last exit code ${container.lastExitCode}`;
        yield {
          type: 'breach',
          entity,
          severity: 'warning',
          value: `CrashLoopBackOff, ${container.restarts} restarts`,
          threshold: 'running',
          discriminator: container.name,
          ...told(
            `${container.lastReason ?? container.message ?? 'no reason given'}${exit}`,
            entity.attributes.ready === false ? readySinceAt : undefined,
          ),
        };
      }
    }
  },
});

const notReady = defineRule({
  id: 'KU04',
  domain: 'kubernetes',
  title: 'Pod not ready',
  why: 'Capacity is missing.',
  remedy:
    'Check image, configuration and scheduling; a pod that something owns may be deleted to be made anew.',
  action: 'pod.delete',
  source: mixin,
  durationMinutes: 15,
  reads: ['pod'],
  thresholds: z.object({ containerWaitingHours: z.number().positive().default(1) }),
  *evaluate(view, { containerWaitingHours }) {
    for (const entity of view.all('pod')) {
      if (isOver(entity) || isOfJob(entity)) continue;
      const { ready, phase, reason, message, readySinceAt, containers = [], createdAt } = entity.attributes;
      if (ready === undefined) {
        yield unknownVerdict(entity, 'ready', 'the pod reports no condition Ready');
        continue;
      }
      // KU03 says it, and why, of a container that crashes.
      if (ready || containers.some(isCrashLooping)) continue;
      const waiting = containers.find((container) => container.state === 'waiting');
      const since = waiting?.sinceAt ?? readySinceAt ?? createdAt;
      const longWait =
        waiting !== undefined &&
        since !== undefined &&
        Date.parse(view.at) - Date.parse(since) >= containerWaitingHours * hourMs;
      yield {
        type: 'breach',
        entity,
        severity: 'warning',
        value: `${phase ?? 'phase unknown'}, not ready${
          longWait ? `, container ${waiting.name} waiting for over ${containerWaitingHours} h` : ''
        }`,
        threshold: 'ready',
        ...told(
          [
            waiting && `${waiting.name}: ${waiting.reason ?? 'waiting'}`,
            waiting?.message ?? message ?? reason,
          ]
            .filter((text) => text !== undefined)
            .join('; '),
          readySinceAt ?? createdAt,
        ),
      };
    }
  },
});

export const podRules: readonly FindingRule[] = [crashLoop, notReady];
