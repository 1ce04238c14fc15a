import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { ActionTrial } from '../../real-system.ts';
import { refusePods, setByOthers } from './hindrances.ts';
import { place, tightPlace } from './trial-stage.ts';
import {
  desiredOf,
  dispose,
  isReady,
  podsOf,
  watching,
  without,
  workloadNamed,
  type ServerUnderTrial,
  type Trying,
} from './trying.ts';

export function workloadTrials(trying: Trying, server: ServerUnderTrial): readonly ActionTrial[] {
  const { cluster } = trying;
  const oneMore = (target: Entity) => ({ replicas: desiredOf(target) + 1 });
  const scaled = watching(trying, 'deployment', 'scaled', place, []);
  const autoscaler = watching(trying, 'hpa', 'scaled', place, ['/spec/minReplicas', '/spec/maxReplicas']);
  const restarted = (kind: string, name: string) =>
    watching(trying, kind, name, place, [
      '/spec/template/metadata/annotations',
      // Of DaemonSets, with every change of the template.
      '/metadata/annotations/deprecated.daemonset.template.generation',
    ]);
  const restart = (
    title: string,
    kind: 'Deployment' | 'StatefulSet' | 'DaemonSet',
    name: string,
  ): ActionTrial => ({
    title: `restarts ${title}`,
    action: 'workload.rollout-restart',
    target: workloadNamed(trying, name),
    parameters: {},
    ends: 'succeeded',
    ...restarted(kind.toLowerCase(), name),
  });
  return [
    {
      title: 'scales a Deployment up',
      action: 'workload.scale',
      target: workloadNamed(trying, 'web'),
      parameters: oneMore,
      ends: 'succeeded',
      ...watching(trying, 'deployment', 'web', place, ['/spec/replicas']),
    },
    {
      title: 'scales a StatefulSet up',
      action: 'workload.scale',
      target: workloadNamed(trying, 'db'),
      parameters: oneMore,
      ends: 'succeeded',
      ...watching(trying, 'statefulset', 'db', place, ['/spec/replicas']),
    },
    {
      title: 'scales a Deployment that an autoscaler keeps',
      action: 'workload.scale',
      target: workloadNamed(trying, 'scaled'),
      parameters: oneMore,
      ends: 'succeeded',
      async hinder(target) {
        const held = [await scaled.hinder(target), await autoscaler.hinder(target)];
        return { [Symbol.asyncDispose]: async () => void (await Promise.all(held.map(dispose))) };
      },
      confirm: async (target) =>
        (await autoscaler.confirm(target)) ?? without(await scaled.confirm(target), '/spec/replicas'),
    },
    {
      title: 'scales up where a quota stops it, and back',
      action: 'workload.scale',
      target: workloadNamed(trying, 'tight', tightPlace),
      parameters: oneMore,
      ends: 'rolled-back',
      ...watching(trying, 'deployment', 'tight', tightPlace, [], () =>
        refusePods(cluster, { app: 'tight', namespace: tightPlace, more: 0 }),
      ),
    },
    restart('a Deployment', 'Deployment', 'web'),
    restart('a StatefulSet', 'StatefulSet', 'db'),
    restart('a DaemonSet', 'DaemonSet', 'agent'),
    {
      title: 'restarts where a quota lets no new pod in: the rollout gets stuck',
      action: 'workload.rollout-restart',
      target: workloadNamed(trying, 'tight', tightPlace),
      parameters: {},
      ends: 'failed',
      ...watching(trying, 'deployment', 'tight', tightPlace, ['/spec/template/metadata/annotations'], () =>
        refusePods(cluster, { app: 'tight', namespace: tightPlace, more: 0 }),
      ),
    },
    ...(server === 'kubernetes-mcp-server'
      ? [
          {
            title: 'restarts what the same server has labelled before: that its label goes is noticed',
            action: 'workload.rollout-restart',
            target: workloadNamed(trying, 'guarded'),
            parameters: {},
            ends: 'failed' as const,
            hinder: () => setByOthers(cluster, 'guarded', place),
            confirm: async () => undefined,
          },
        ]
      : []),
  ];
}

export function rollbackTrials(trying: Trying): readonly ActionTrial[] {
  const { cluster } = trying;
  const runs = (name: string, image: string) => async () => {
    const pods = (await podsOf(cluster, name, place)).filter(isReady);
    const images = pods.map(({ spec }) => spec.containers[0]?.image);
    return images.length === 2 && images.every((one) => one?.endsWith(image) === true)
      ? undefined
      : `${name} runs ${images.join(', ') || 'nothing'}`;
  };
  return [
    {
      title: 'rolls a release back that cannot be scheduled',
      action: 'workload.rollback',
      target: workloadNamed(trying, 'release'),
      parameters: {},
      ends: 'succeeded',
      confirm: runs('release', ':1'),
    },
    {
      title: 'rolls back to a release that cannot be scheduled, and forward again',
      action: 'workload.rollback',
      target: workloadNamed(trying, 'young'),
      parameters: { toRevision: 1 },
      ends: 'rolled-back',
      confirm: runs('young', ':2'),
    },
  ];
}
