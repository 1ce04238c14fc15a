import { attributeText } from '../../../shared/format.ts';
import type { Measured, MetricQuestion, Sample } from './question.ts';

const machines = ['vm', 'host', 'switch', 'router', 'firewall', 'device', 'k8s-node'] as const;
/** What is thought of a machine that answers nothing any more. */
const silent = ['hung-guest', 'vm-off', 'host-down', 'device-down', 'node-not-ready'];

/** An exporter may run beside what it looks at, and answer for it while it is gone: it says a little, not all. */
const exporter: MetricQuestion = {
  id: 'up',
  kinds: machines,
  about: 'whether its exporters answer',
  query: (selector) => `up${selector}`,
  read: (samples) =>
    yesOrNo(samples, silent, {
      no: ['moderate', 'no exporter of it answers (up is 0)'],
      yes: ['moderate', 'its exporters answer (up is 1)'],
    }),
};

const probe: MetricQuestion = {
  id: 'probe',
  kinds: machines,
  about: 'whether a probe from outside reaches it',
  query: (selector) => `probe_success${selector}`,
  read: (samples) =>
    yesOrNo(samples, silent, {
      no: ['strong', 'no probe from outside reaches it (probe_success is 0)'],
      yes: ['strong', 'probes from outside reach it (probe_success is 1)'],
    }),
};

const nodeReady: MetricQuestion = {
  id: 'node-ready',
  kinds: ['k8s-node'],
  about: 'whether the cluster calls it ready',
  query: (selector) => `kube_node_status_condition${and(selector, 'condition="Ready",status="true"')}`,
  read: (samples) =>
    yesOrNo(samples, ['node-not-ready'], {
      no: ['moderate', 'kube-state-metrics does not call it ready (condition Ready is 0)'],
      yes: ['strong', 'kube-state-metrics calls it ready (condition Ready is 1)'],
    }),
};

const real = 'fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660|fuse.*"';

const fileSystems: MetricQuestion = {
  id: 'file-systems',
  kinds: ['vm', 'k8s-node'],
  about: 'how full its file systems are',
  query: (selector) =>
    `1 - node_filesystem_avail_bytes${and(selector, real)} / node_filesystem_size_bytes${and(selector, real)}`,
  read(samples, { kind }) {
    const fullest = highest(samples);
    if (!fullest) return undefined;
    const patterns = kind === 'vm' ? ['guest-disk-full'] : ['node-pressure'];
    const where = fullest.labels['mountpoint'];
    const text = `${share(fullest)} of ${where === undefined ? 'its fullest file system' : `file system ${where}`} is used`;
    return judged(fullest, patterns, {
      from: 0.9,
      strength: 'moderate',
      below: 0.75,
      against: 'strong',
      text,
    });
  },
};

const memory: MetricQuestion = {
  id: 'memory',
  kinds: ['vm', 'k8s-node'],
  about: 'how much of its memory is used',
  query: (selector) =>
    `1 - node_memory_MemAvailable_bytes${selector} / node_memory_MemTotal_bytes${selector}`,
  read(samples, { kind }) {
    const most = highest(samples);
    if (!most) return undefined;
    const patterns = kind === 'vm' ? ['memory-pressed', 'hung-guest'] : ['node-pressure'];
    const text = `${share(most)} of its memory is in use`;
    return judged(most, patterns, { from: 0.95, strength: 'weak', text });
  },
};

const processor: MetricQuestion = {
  id: 'processor',
  kinds: ['vm', 'k8s-node'],
  about: 'how busy its processors are',
  query: (selector) =>
    `1 - avg by (instance) (rate(node_cpu_seconds_total${and(selector, 'mode="idle"')}[5m]))`,
  read(samples) {
    const most = highest(samples);
    if (!most) return undefined;
    const text = `its processors are busy for ${share(most)} of the last 5 min`;
    return judged(most, ['cpu-starved', 'hung-guest'], { from: 0.95, strength: 'weak', text });
  },
};

const restarts: MetricQuestion = {
  id: 'restarts',
  kinds: ['pod'],
  about: 'how often its containers were started again',
  query: (selector) => `increase(kube_pod_container_status_restarts_total${selector}[1h])`,
  read(samples) {
    const most = highest(samples);
    if (!most) return undefined;
    const times = Math.round(most.value);
    const text = `container ${most.labels['container'] ?? ''} was started again ${times} times within an hour`;
    return judged(most, ['crash-loop'], {
      from: 2.5,
      strength: 'moderate',
      below: 0.5,
      against: 'moderate',
      text,
    });
  },
};

const replicas: MetricQuestion = {
  id: 'replicas',
  kinds: ['workload'],
  about: 'how many of its replicas are missing',
  query: (selector) =>
    `kube_deployment_status_replicas_unavailable${selector} or (kube_statefulset_replicas${selector} - kube_statefulset_status_replicas_ready${selector})`,
  read(samples) {
    const most = highest(samples);
    if (!most) return undefined;
    const text = `${most.value} of its replicas are not available`;
    return judged(most, ['workload-degraded'], {
      from: 1,
      strength: 'moderate',
      below: 0.5,
      against: 'strong',
      text,
    });
  },
};

const claim: MetricQuestion = {
  id: 'claim',
  kinds: ['persistent-volume-claim'],
  about: 'how full it is',
  query: (selector) =>
    `1 - kubelet_volume_stats_available_bytes${selector} / kubelet_volume_stats_capacity_bytes${selector}`,
  read(samples) {
    const most = highest(samples);
    if (!most) return undefined;
    const text = `${share(most)} of it is used`;
    return judged(most, ['claim-full'], {
      from: 0.9,
      strength: 'moderate',
      below: 0.75,
      against: 'strong',
      text,
    });
  },
};

/** SNMP counts 1 up and 2 down; a node exporter 1 and 0. */
const port: MetricQuestion = {
  id: 'port',
  kinds: ['interface'],
  about: 'whether its link is up',
  query: (selector) => `ifOperStatus${selector} == bool 1 or node_network_up${selector}`,
  read: (samples) =>
    yesOrNo(samples, ['port-down'], {
      no: ['moderate', 'its link is down (operational state is not 1)'],
      yes: ['strong', 'its link is up (operational state is 1)'],
    }),
};

const errors: MetricQuestion = {
  id: 'errors',
  kinds: ['interface'],
  about: 'how many damaged frames it receives',
  query: (selector) =>
    `rate(ifInErrors${selector}[5m]) or rate(node_network_receive_errs_total${selector}[5m])`,
  read(samples) {
    const most = highest(samples);
    if (!most) return undefined;
    const text = `it receives ${Number(most.value.toPrecision(3))} damaged frames/s`;
    return judged(most, ['link-errors'], {
      from: 0.1,
      strength: 'moderate',
      below: 0.001,
      against: 'moderate',
      text,
    });
  },
};

/** What is asked of metrics before a cause is believed; the first ones say most. */
export const metricQuestions: readonly MetricQuestion[] = [
  exporter,
  probe,
  nodeReady,
  fileSystems,
  restarts,
  replicas,
  claim,
  port,
  errors,
  memory,
  processor,
];

const and = (selector: string, more: string): string => `${selector.slice(0, -1)},${more}}`;

const share = ({ value }: Sample): string => attributeText('Percent', value * 100);

const numbers = (samples: readonly Sample[]): readonly Sample[] =>
  samples.filter(({ value }) => Number.isFinite(value));

const highest = (samples: readonly Sample[]): Sample | undefined =>
  numbers(samples).toSorted((a, b) => b.value - a.value)[0];

type Says = readonly [strength: Measured['strength'], text: string];

/** Several that do not agree say nothing. */
function yesOrNo(
  samples: readonly Sample[],
  patterns: readonly string[],
  { no, yes }: { readonly no: Says; readonly yes: Says },
): Measured | undefined {
  const [first, ...others] = numbers(samples);
  if (!first || others.some(({ value }) => (value === 0) !== (first.value === 0))) return undefined;
  const [strength, text] = first.value === 0 ? no : yes;
  return { speaks: first.value === 0 ? 'for' : 'against', patterns, strength, text, sample: first };
}

function judged(
  sample: Sample,
  patterns: readonly string[],
  rule: {
    readonly from: number;
    readonly strength: Measured['strength'];
    readonly below?: number;
    readonly against?: Measured['strength'];
    readonly text: string;
  },
): Measured | undefined {
  const { from, strength, below, against, text } = rule;
  if (sample.value >= from) return { speaks: 'for', patterns, strength, text, sample };
  if (below === undefined || against === undefined || sample.value >= below) return undefined;
  return { speaks: 'against', patterns, strength: against, text, sample };
}
