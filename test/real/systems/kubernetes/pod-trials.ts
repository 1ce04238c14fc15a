import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { InventoryView } from '../../../../src/main/inventory/view.ts';
import type { ActionTrial } from '../../real-system.ts';
import { refusePods, resize } from './hindrances.ts';
import { place, tightPlace } from './trial-stage.ts';
import { claimNamed, isReady, ofSource, podsOf, watching, type Trying } from './trying.ts';

export function podTrials(trying: Trying): readonly ActionTrial[] {
  const { cluster } = trying;
  const podOf = (app: string, namespace: string) => (view: InventoryView) =>
    ofSource(trying, view, 'pod').find(
      ({ name, attributes }) => attributes.namespace === namespace && name.startsWith(`${app}-`),
    );
  const replaced = (app: string, namespace: string, replicas?: number) => async (target: Entity) => {
    const pods = await podsOf(cluster, app, namespace);
    if (pods.some(({ metadata }) => target.nativeId.endsWith(`/${metadata.uid}`)))
      return 'the pod is still there';
    const ready = pods.filter(isReady).length;
    const wanted =
      replicas ??
      Number(await cluster.kubectl('get', 'deploy', app, '-n', namespace, '-o', 'jsonpath={.spec.replicas}'));
    return ready === wanted ? undefined : `${ready} of ${wanted} pods are ready`;
  };
  return [
    {
      title: 'deletes a pod of a Deployment, and another takes its place',
      action: 'pod.delete',
      target: podOf('web', place),
      parameters: {},
      ends: 'succeeded',
      confirm: replaced('web', place),
    },
    {
      title: 'deletes a pod of a ReplicaSet that no Deployment has',
      action: 'pod.delete',
      target: podOf('pair', place),
      parameters: {},
      ends: 'succeeded',
      confirm: replaced('pair', place, 2),
    },
    {
      title: 'deletes a pod whose place a quota keeps free',
      action: 'pod.delete',
      target: podOf('tight', tightPlace),
      parameters: {},
      ends: 'failed',
      hinder: () => refusePods(cluster, { app: 'tight', namespace: tightPlace, more: -1 }),
      confirm: replaced('tight', tightPlace, 1),
    },
  ];
}

export function growTrial(trying: Trying): ActionTrial {
  const { cluster } = trying;
  return {
    title: 'grows a claim',
    action: 'volume.grow',
    target: claimNamed(trying, 'growing'),
    parameters: (target) => {
      if (target.kind !== 'persistent-volume-claim') throw new TypeError(`${target.id} is no claim`);
      return { newSizeGib: (target.attributes.capacityBytes ?? 0) / 1024 ** 3 + 1 };
    },
    ends: 'succeeded',
    ...watching(trying, 'pvc', 'growing', place, ['/spec/resources/requests/storage'], () =>
      resize(cluster, 'growing', place),
    ),
  };
}
