import { callOf } from '../../../shared/model/call-of.ts';
import { attributeText } from '../../../shared/format.ts';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { definePattern, sign, told, type CausePattern, type Sign, type Strength } from './cause-pattern.ts';

type Pod = EntityOf<'pod'>;
type Container = NonNullable<Pod['attributes']['containers']>[number];

/** The outermost workload that a pod belongs to; a bare pod stands for itself. */
function workloadOf(object: Entity, view: InventoryView): Entity {
  let at = object;
  for (let steps = 0; steps < 4; steps += 1) {
    const owner = view.outbound(at, 'owned-by').find(({ kind }) => kind === 'workload');
    if (owner === undefined || owner.id === at.id) break;
    at = owner;
  }
  return at;
}

function podsOf(entity: Entity, view: InventoryView): readonly Pod[] {
  if (entity.kind === 'pod') return [entity];
  const direct = view.inbound(entity, 'owned-by');
  return direct.flatMap((one) =>
    one.kind === 'pod' ? [one] : one.kind === 'workload' ? podsOf(one, view) : [],
  );
}

/** One sign for all containers of a workload's pods that are in such a state. */
function containerSign(
  entity: Entity,
  view: InventoryView,
  matches: (container: Container) => boolean,
  say: (container: Container) => string,
): Sign[] {
  const found = podsOf(entity, view).flatMap((pod) => {
    const container = (pod.attributes.containers ?? []).find(matches);
    return container ? [{ pod, container }] : [];
  });
  const [first] = found;
  if (!first) return [];
  const others = found.length > 1 ? `, as in ${found.length - 1} more of its pods` : '';
  const text = `container ${first.container.name} of pod ${first.pod.name}: ${say(first.container)}${others}`;
  return [told('for', 'strong', first.pod, 'containers', text)];
}

const failing = (text: string | undefined) =>
  text === undefined || text === '' ? '' : ` (${text.slice(0, 300)})`;

function isCrashing({ state, reason, restarts, lastReason }: Container): boolean {
  if (state === 'waiting') return reason === 'CrashLoopBackOff' || reason === 'RunContainerError';
  return restarts >= 3 && (lastReason === 'Error' || lastReason === 'OOMKilled') && state !== 'running';
}

/** All replicas ready speaks against whatever would keep them from it. */
function readySign(entity: Entity, strength: Strength = 'conclusive'): Sign[] {
  if (entity.kind !== 'workload') return [];
  const { ready, desired } = entity.attributes;
  if (ready === undefined || desired === undefined || desired === 0 || ready < desired) return [];
  return [
    sign('against', strength, entity, ['ready', 'desired'], `all of its ${desired} replicas are ready`),
  ];
}

const crashLoop = definePattern({
  id: 'crash-loop',
  title: 'Container crashes again and again',
  kinds: ['workload', 'pod'],
  symptoms:
    /crash|restarting|restarts?\b|back-?off|exit(?:ed|s)? (?:code|with)|stürzt|abst(?:urz|ürz)|neustart/i,
  rules: ['KU03'],
  follows: ['KU04', 'KU05', 'KU08', 'KU18', 'KU15'],
  spreads: true,
  changes: /^attributes\.(?:images|containers|replicas)$/,
  actions: ['workload.rollback', 'workload.rollout-restart'],
  cause: (entity) => `A container of ${callOf(entity)} crashes at its start, again and again`,
  atFault: workloadOf,
  signs: (entity, { view }) => [
    ...containerSign(
      entity,
      view,
      isCrashing,
      ({ reason, restarts, lastReason, lastExitCode, message }) =>
        `${reason ?? 'not running'} after ${restarts} restarts${lastExitCode === undefined ? '' : `, last exit code ${lastExitCode}`}${failing(lastReason ?? message)}`,
    ),
    ...readySign(entity, 'moderate'),
  ],
});

const imagePull = definePattern({
  id: 'image-pull',
  title: 'Image cannot be pulled',
  kinds: ['workload', 'pod'],
  symptoms:
    /image|pull|registry|manifest|roll ?out|stuck|release|deploy|hang(?:s|ing)?\b|hängt|hängen|abbild/i,
  follows: ['KU04', 'KU05', 'KU08', 'KU18'],
  spreads: true,
  changes: /^attributes\.(?:images|containers)$/,
  actions: ['workload.rollback'],
  cause: (entity) => `The image of ${callOf(entity)} cannot be pulled, so that its new pods do not start`,
  atFault: workloadOf,
  signs: (entity, { view }) =>
    containerSign(
      entity,
      view,
      ({ state, reason }) =>
        state === 'waiting' &&
        /^(?:ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull)$/.test(reason ?? ''),
      ({ reason, image, message }) => `${reason ?? 'waiting'} for ${image ?? 'its image'}${failing(message)}`,
    ).map((found) => ({ ...found, strength: 'conclusive' as const })),
});

const unschedulable = definePattern({
  id: 'unschedulable',
  title: 'Pods cannot be placed',
  kinds: ['workload', 'pod'],
  symptoms: /pending|schedul|insufficient|capacity|no nodes|nicht platziert|wartet/i,
  follows: ['KU04', 'KU05', 'KU08', 'KU18'],
  spreads: true,
  changes: /^attributes\.(?:containers|nodeSelector|tolerations|replicas)$/,
  actions: ['workload.scale'],
  cause: (entity) => `Pods of ${callOf(entity)} find no node to run on`,
  atFault: workloadOf,
  signs: (entity, { view }) => {
    const pods = podsOf(entity, view).filter(({ attributes }) => attributes.reason === 'Unschedulable');
    const [pod] = pods;
    if (!pod) return [];
    const text = `${pods.length} of its pods ${pods.length === 1 ? 'is' : 'are'} unschedulable${failing(pod.attributes.message)}`;
    return [told('for', 'conclusive', pod, 'reason', text)];
  },
});

const degraded = definePattern({
  id: 'workload-degraded',
  title: 'Workload degraded',
  kinds: ['workload'],
  symptoms:
    /degraded|replicas?|unavailable|rollout|stuck|not ready|\bdown\b|503|nicht bereit|nicht verfügbar/i,
  rules: ['KU05'],
  follows: ['KU04', 'KU08', 'KU18'],
  spreads: true,
  changes: /^attributes\.(?:images|containers|replicas)$/,
  actions: ['workload.rollout-restart', 'workload.scale'],
  cause: (entity) => `${callOf(entity)} runs with fewer ready replicas than it should`,
  atFault: workloadOf,
  signs: (entity) => readySign(entity),
});

const scaledToZero = definePattern({
  id: 'scaled-to-zero',
  title: 'Workload scaled to zero',
  kinds: ['workload'],
  symptoms: /\bdown\b|unavailable|503|no pods|no endpoints|not reachable|nicht erreichbar/i,
  follows: ['KU18'],
  spreads: true,
  changes: /^attributes\.replicas$/,
  actions: ['workload.scale'],
  cause: (entity) => `${callOf(entity)} is scaled to zero: nothing of it runs`,
  signs: (entity) =>
    entity.kind === 'workload' &&
    entity.attributes.replicas === 0 &&
    ['Deployment', 'StatefulSet'].includes(entity.attributes.type)
      ? [sign('for', 'strong', entity, ['replicas'], 'it is configured to have no replicas')]
      : [],
});

const nodeNotReady = definePattern({
  id: 'node-not-ready',
  title: 'Node not ready',
  kinds: ['k8s-node'],
  symptoms:
    /\bnode\b|\bworkers?\b|not ?ready|kubelet|\bdown\b|nicht bereit|knoten|antwortet nicht|not respond|unreachable/i,
  rules: ['KU01'],
  follows: ['KU02', 'KU04', 'KU05', 'KU08', 'KU12', 'KU18'],
  spreads: true,
  actions: ['node.cordon'],
  cause: (entity) => `Node ${callOf(entity)} is not ready: its kubelet no longer answers`,
  signs(node) {
    if (node.kind !== 'k8s-node' || node.attributes.ready === undefined) return [];
    const { ready, readyReason, readySinceAt } = node.attributes;
    if (ready) return [sign('against', 'conclusive', node, ['ready'], 'it is ready')];
    const since = readySinceAt === undefined ? '' : ` since ${attributeText('At', readySinceAt)}`;
    return [
      sign(
        'for',
        'moderate',
        node,
        ['ready', 'readyReason', 'readySinceAt'],
        `it is not ready${since}${failing(readyReason)}`,
      ),
    ];
  },
});

const nodePressure = definePattern({
  id: 'node-pressure',
  title: 'Node under pressure',
  kinds: ['k8s-node'],
  symptoms: /evict|pressure|\bnode\b|memory|disk|verdräng|knoten/i,
  rules: ['KU02'],
  follows: ['KU04'],
  spreads: true,
  actions: ['node.cordon'],
  cause: (entity) => `Node ${callOf(entity)} is short of memory, disk or process ids, and evicts pods`,
});

const claimFull = definePattern({
  id: 'claim-full',
  foretold: true,
  title: 'Volume of a claim full',
  kinds: ['persistent-volume-claim'],
  symptoms:
    /\bfull\b|no space|space left|disk space|\bpvc?\b|volume|fills? up|filling|persistent ?volume|disk is full|refuses? writes?|enospc|voll|kein (?:speicher)?platz/i,
  rules: ['KU09'],
  spreads: true,
  actions: ['volume.grow'],
  cause: (entity) => `The volume of claim ${callOf(entity)} is nearly full: writes to it fail`,
  signs(claim) {
    if (claim.kind !== 'persistent-volume-claim') return [];
    const { usedPercent } = claim.attributes;
    if (usedPercent === undefined) return [];
    const text = `${attributeText('Percent', usedPercent)} of it is used`;
    if (usedPercent >= 95)
      return [sign('for', 'moderate', claim, ['usedPercent', 'usedBytes', 'capacityBytes'], text)];
    return usedPercent < 80 ? [sign('against', 'strong', claim, ['usedPercent'], text)] : [];
  },
});

const volumeUnbound = definePattern({
  id: 'volume-unbound',
  title: 'Volume failed or pending',
  kinds: ['persistent-volume', 'persistent-volume-claim'],
  symptoms: /pending|unbound|provision|\bpvc?\b|volume|mount/i,
  rules: ['KU10'],
  follows: ['KU04', 'KU05'],
  spreads: true,
  cause: (entity) => `${callOf(entity)} has no usable volume: it is failed or still pending`,
});

const quota = definePattern({
  id: 'quota-used-up',
  foretold: true,
  title: 'Quota used up',
  kinds: ['resource-quota'],
  symptoms: /quota|forbidden|exceeded|limit|kontingent/i,
  rules: ['KU11'],
  spreads: false,
  cause: (entity) =>
    `Resource quota ${callOf(entity)} is used up: nothing more can be created in its namespace`,
});

const jobFailed = definePattern({
  id: 'job-failed',
  title: 'Job failed',
  kinds: ['workload', 'job-run'],
  symptoms: /\bjobs?\b|cron|batch|backup (?:failed|missing)|sicherung (?:fehlgeschlagen|fehlt)|failed/i,
  rules: ['KU06'],
  cause: (entity) => `Job ${callOf(entity)} failed, or runs too long`,
});

const autoscalerFull = definePattern({
  id: 'autoscaler-at-maximum',
  foretold: true,
  title: 'Autoscaler at its maximum',
  kinds: ['autoscaler'],
  symptoms: /\bslow|latency|scal|load|hpa|langsam|last\b/i,
  rules: ['KU07'],
  cause: (entity) => `Autoscaler ${callOf(entity)} is at its maximum: load grows and no pods are added`,
});

export const kubernetesPatterns: readonly CausePattern[] = [
  crashLoop,
  imagePull,
  unschedulable,
  degraded,
  scaledToZero,
  nodeNotReady,
  nodePressure,
  claimFull,
  volumeUnbound,
  quota,
  jobFailed,
  autoscalerFull,
];
