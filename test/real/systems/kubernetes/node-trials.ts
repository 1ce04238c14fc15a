import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { ActionTrial } from '../../real-system.ts';
import { holdFastOnceCordoned, takeBackAtOnce } from './hindrances.ts';
import { place } from './trial-stage.ts';
import { nodeNamed, podsOn, watching, type Trying } from './trying.ts';

export function nodeTrials(trying: Trying): readonly ActionTrial[] {
  const { cluster } = trying;
  const cordoned = (name: string, wanted: boolean, hold?: () => Promise<AsyncDisposable>) => {
    // Who sets it back leaves nothing behind.
    const changed = hold ? [] : ['/spec/unschedulable'];
    const watched = watching(trying, 'node', name, undefined, changed, hold);
    return {
      ...watched,
      confirm: async (target: Entity) => {
        const is =
          (await cluster.kubectl('get', 'node', name, '-o', 'jsonpath={.spec.unschedulable}')) === 'true';
        return is === wanted ? watched.confirm(target) : `${name} ${is ? 'takes no pods' : 'takes pods'}`;
      },
    };
  };
  const trial = (title: string, action: string, name: string, wanted: boolean): ActionTrial => ({
    title,
    action,
    target: nodeNamed(trying, name),
    parameters: {},
    ends: 'succeeded',
    ...cordoned(name, wanted),
  });
  return [
    trial('cordons a node', 'node.cordon', 'trial-1', true),
    trial('uncordons it again', 'node.uncordon', 'trial-1', false),
    {
      ...trial('cordons a node that somebody uncordons at once', 'node.cordon', 'trial-2', false),
      ends: 'failed',
      ...cordoned('trial-2', false, () => takeBackAtOnce(cluster, 'trial-2')),
    },
  ];
}

export function drainTrials(trying: Trying): readonly ActionTrial[] {
  const { cluster } = trying;
  const parameters = { deleteUnmanaged: true };
  const cordonedNow = (name: string) =>
    cluster.kubectl('get', 'node', name, '-o', 'jsonpath={.spec.unschedulable}');
  return [
    {
      title: 'drains a node as its disruption budget allows',
      action: 'node.drain',
      target: nodeNamed(trying, 'trial-1'),
      parameters,
      ends: 'succeeded',
      async confirm() {
        if ((await cordonedNow('trial-1')) !== 'true') return 'it takes pods';
        const left = (await podsOn(cluster, 'trial-1')).filter(
          ({ metadata }) => metadata.ownerReferences?.[0]?.kind !== 'DaemonSet',
        );
        return left.length === 0
          ? undefined
          : `there are still ${left.map(({ metadata }) => metadata.name).join(', ')}`;
      },
    },
    {
      title: 'uncordons what was drained',
      action: 'node.uncordon',
      target: nodeNamed(trying, 'trial-1'),
      parameters: {},
      ends: 'succeeded',
      confirm: async () => ((await cordonedNow('trial-1')) === 'true' ? 'it takes no pods' : undefined),
    },
    {
      title: 'drains a node whose disruption budget lets nothing go, and uncordons it',
      action: 'node.drain',
      target: nodeNamed(trying, 'trial-2'),
      parameters,
      ends: 'rolled-back',
      hinder: () => holdFastOnceCordoned(cluster, { node: 'trial-2', app: 'apart', namespace: place }),
      confirm: async () => ((await cordonedNow('trial-2')) === 'true' ? 'it takes no pods' : undefined),
    },
  ];
}
