import { z } from 'zod';
import type { ClusterIndex } from './cluster-index.ts';
import { workloadsSelected } from './map-exposure.ts';
import { mapped, relation, type Mapped } from './mapping.ts';
import { resourceAmount } from './quantity.ts';
import {
  anyMap,
  compact,
  conditionList,
  conditionsOf,
  intOrString,
  labelSelector,
  list,
  maybe,
  part,
  text,
  textList,
  textMap,
  time,
  whole,
} from './raw.ts';
import { selects, selectorText } from './selector.ts';

const valueShape = { type: text, averageUtilization: whole, averageValue: intOrString, value: intOrString };
const metricSource = maybe({
  name: text,
  metric: part({ name: text }),
  target: maybe(valueShape),
  current: maybe(valueShape),
  /** autoscaling/v2beta1 */
  targetAverageUtilization: whole,
  currentAverageUtilization: whole,
});
const metricSchema = z.object({
  type: text,
  resource: metricSource,
  containerResource: metricSource,
  pods: metricSource,
  object: metricSource,
  external: metricSource,
});
const autoscalerSchema = part({
  spec: part({
    scaleTargetRef: part({ kind: text, name: text }),
    minReplicas: whole,
    maxReplicas: whole,
    metrics: list(metricSchema),
    /** autoscaling/v1 */
    targetCPUUtilizationPercentage: whole,
  }),
  status: part({
    currentReplicas: whole,
    desiredReplicas: whole,
    currentMetrics: list(metricSchema),
    currentCPUUtilizationPercentage: whole,
    conditions: conditionList,
    lastScaleTime: time,
  }),
});

export function mapAutoscalers(index: ClusterIndex): Mapped[] {
  return index.of('autoscaling', 'HorizontalPodAutoscaler').map((object) => {
    const { spec, status } = autoscalerSchema.parse(object.raw);
    const { kind, name } = spec.scaleTargetRef;
    const target = kind && name ? index.find('apps', kind, object.metadata.namespace, name) : undefined;
    return mapped(index, 'autoscaler', object, {
      attributes: {
        target: kind && name ? `${kind}/${name}` : undefined,
        minReplicas: spec.minReplicas ?? 1,
        maxReplicas: spec.maxReplicas,
        metrics: [
          ...spec.metrics.map((metric) => metricText(metric, 'target')),
          ...(spec.targetCPUUtilizationPercentage === undefined
            ? []
            : [`cpu ${spec.targetCPUUtilizationPercentage} %`]),
        ].toSorted(),
        currentReplicas: status.currentReplicas,
        desiredReplicas: status.desiredReplicas,
        currentMetrics: [
          ...status.currentMetrics.map((metric) => metricText(metric, 'current')),
          ...(status.currentCPUUtilizationPercentage === undefined
            ? []
            : [`cpu ${status.currentCPUUtilizationPercentage} %`]),
        ].toSorted(),
        conditions: conditionsOf(status.conditions),
        lastScaledAt: status.lastScaleTime,
      },
      relations: [relation('scales', target && index.id('workload', target))],
      unknown: { lastScaledAt: status.lastScaleTime ? undefined : 'it has not scaled yet' },
    });
  });
}

function metricText(metric: z.output<typeof metricSchema>, side: 'target' | 'current'): string {
  const source =
    metric.resource ?? metric.containerResource ?? metric.pods ?? metric.object ?? metric.external;
  const name = source?.name ?? source?.metric.name ?? metric.type ?? 'metric';
  const value = source?.[side];
  const utilization =
    value?.averageUtilization ??
    (side === 'target' ? source?.targetAverageUtilization : source?.currentAverageUtilization);
  if (utilization !== undefined) return `${name} ${utilization} %`;
  const plain = value?.averageValue ?? value?.value;
  return plain === undefined ? name : `${name} ${plain}`;
}

const budgetSchema = part({
  spec: part({ minAvailable: intOrString, maxUnavailable: intOrString, selector: labelSelector }),
  status: part({
    expectedPods: whole,
    currentHealthy: whole,
    desiredHealthy: whole,
    disruptionsAllowed: whole,
  }),
});

export function mapDisruptionBudgets(index: ClusterIndex): Mapped[] {
  return index.of('policy', 'PodDisruptionBudget').map((object) => {
    const { spec, status } = budgetSchema.parse(object.raw);
    // An empty selector means nothing in policy/v1beta1 and everything in policy/v1.
    const empty =
      spec.selector &&
      Object.keys(spec.selector.matchLabels).length === 0 &&
      spec.selector.matchExpressions.length === 0;
    const selector = empty && object.apiVersion === 'policy/v1beta1' ? undefined : spec.selector;
    return mapped(index, 'disruption-budget', object, {
      attributes: {
        minAvailable: spec.minAvailable,
        maxUnavailable: spec.maxUnavailable,
        selector: selector ? selectorText(selector) : 'nothing',
        expectedPods: status.expectedPods,
        currentHealthy: status.currentHealthy,
        desiredHealthy: status.desiredHealthy,
        disruptionsAllowed: status.disruptionsAllowed,
      },
      relations: selector
        ? workloadsSelected(index, object.metadata.namespace, (labels) => selects(selector, labels)).map(
            (workload) => relation('selects', index.id('workload', workload)),
          )
        : [],
    });
  });
}

const quotaSchema = part({
  spec: part({ hard: anyMap, scopes: textList }),
  status: part({ hard: anyMap, used: anyMap }),
});

export function mapQuotas(index: ClusterIndex): Mapped[] {
  return index.of('', 'ResourceQuota').map((object) => {
    const { spec, status } = quotaSchema.parse(object.raw);
    const used = amounts(status.used);
    return mapped(index, 'resource-quota', object, {
      attributes: {
        hard: amounts(Object.keys(spec.hard).length > 0 ? spec.hard : status.hard),
        used: Object.keys(used).length === 0 ? undefined : used,
        scopes: spec.scopes.length === 0 ? undefined : spec.scopes.toSorted(),
      },
      unknown: { used: Object.keys(used).length === 0 ? 'the quota was not counted yet' : undefined },
    });
  });
}

function amounts(resources: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(resources)
      .flatMap(([resource, value]): [string, number][] => {
        const amount = resourceAmount(resource, value);
        return amount === undefined ? [] : [[resource, amount]];
      })
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const limitSchema = part({
  spec: part({
    limits: list(
      z.object({
        type: z.string(),
        min: textMap,
        max: textMap,
        default: textMap,
        defaultRequest: textMap,
        maxLimitRequestRatio: textMap,
      }),
    ),
  }),
});

export function mapLimitRanges(index: ClusterIndex): Mapped[] {
  return index.of('', 'LimitRange').map((object) => {
    const { limits } = limitSchema.parse(object.raw).spec;
    return mapped(index, 'limit-range', object, {
      attributes: {
        limits: limits.flatMap((limit) => {
          const resources = new Set(
            [limit.min, limit.max, limit.default, limit.defaultRequest, limit.maxLimitRequestRatio].flatMap(
              (entries) => Object.keys(entries),
            ),
          );
          return [...resources].toSorted().map((resource) =>
            compact({
              type: limit.type,
              resource,
              min: limit.min[resource],
              max: limit.max[resource],
              default: limit.default[resource],
              defaultRequest: limit.defaultRequest[resource],
              maxRatio: limit.maxLimitRequestRatio[resource],
            }),
          );
        }),
      },
    });
  });
}

const peerSchema = z.object({
  podSelector: labelSelector,
  namespaceSelector: labelSelector,
  ipBlock: maybe({ cidr: text, except: textList }),
});
const ruleSchema = z.object({
  from: list(peerSchema),
  to: list(peerSchema),
  ports: list(z.object({ protocol: text, port: intOrString, endPort: whole })),
});
const policySchema = part({
  spec: part({
    podSelector: labelSelector,
    policyTypes: textList,
    ingress: list(ruleSchema),
    egress: list(ruleSchema),
  }),
});

export function mapNetworkPolicies(index: ClusterIndex): Mapped[] {
  return index.of('networking.k8s.io', 'NetworkPolicy').map((object) => {
    const { spec } = policySchema.parse(object.raw);
    const selector = spec.podSelector ?? { matchLabels: {}, matchExpressions: [] };
    const types =
      spec.policyTypes.length > 0
        ? spec.policyTypes.toSorted()
        : ['Ingress', ...(spec.egress.length > 0 ? ['Egress'] : [])].toSorted();
    return mapped(index, 'network-policy', object, {
      attributes: {
        selector: selectorText(selector),
        types,
        ingress: spec.ingress.map((rule) => ruleText('from', rule.from, rule.ports)),
        egress: spec.egress.map((rule) => ruleText('to', rule.to, rule.ports)),
      },
      relations: workloadsSelected(index, object.metadata.namespace, (labels) =>
        selects(selector, labels),
      ).map((workload) => relation('selects', index.id('workload', workload))),
    });
  });
}

type Rule = z.output<typeof ruleSchema>;

function ruleText(direction: 'from' | 'to', peers: Rule['from'], ports: Rule['ports']): string {
  const who = peers.map(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock?.cidr) {
      return ipBlock.except.length === 0
        ? ipBlock.cidr
        : `${ipBlock.cidr} except ${ipBlock.except.join(', ')}`;
    }
    const parts = [
      namespaceSelector && `namespaces ${selectorText(namespaceSelector)}`,
      podSelector && `pods ${selectorText(podSelector)}`,
    ].filter((value) => value !== undefined);
    return parts.length === 0 ? 'anywhere' : parts.join(' with ');
  });
  const where = ports.map(
    ({ protocol, port, endPort }) => `${protocol ?? 'TCP'} ${port ?? 'any'}${endPort ? `–${endPort}` : ''}`,
  );
  return `${direction} ${who.length === 0 ? 'anywhere' : who.join(' or ')}, ports ${where.length === 0 ? 'any' : where.join(', ')}`;
}
