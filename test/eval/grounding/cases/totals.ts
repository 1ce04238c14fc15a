import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import { english, factCase, german, type FactCase, type Language } from '../case.ts';
import type { Estate } from '../estate.ts';
import { capital, countWord, kindNames, quantity, withWrongUnit } from '../words.ts';

export interface Total {
  readonly group: string;
  readonly n: number;
  /** Of n, how many are in the state that the wording names. */
  readonly of: number;
  readonly word: string;
  readonly ofWord: string;
}

const en = english<Total>;
const de = german<Total>;

function other(n: number, estate: Estate, most = Infinity): number {
  const choices = [n - 2, n - 1, n + 1, n + 3].filter((one) => one > 0 && one <= most);
  return estate.dice.maybe(choices) ?? n + 1;
}

export function totals(definition: {
  readonly name: string;
  readonly wordings: Parameters<typeof factCase<Total>>[0]['wordings'];
  readonly group: EntityKind | undefined;
  readonly members: (estate: Estate, group: Entity | undefined) => readonly Entity[];
  readonly inState?: (entity: Entity) => boolean;
  readonly every?: true;
}): FactCase {
  const { group: kind, members, inState } = definition;
  const counted = (estate: Estate, group: Entity | undefined, language: Language): Total | undefined => {
    const all = members(estate, group);
    const n = all.length;
    const of = inState === undefined ? n : all.filter(inState).length;
    if (n < 2 || of < 1 || (inState !== undefined && of === n && definition.every === undefined))
      return undefined;
    if (definition.every !== undefined && of !== n) return undefined;
    return {
      group: group?.name ?? '',
      n,
      of,
      word: countWord(n, language, estate.dice),
      ofWord: countWord(of, language, estate.dice),
    };
  };
  return factCase<Total>({
    name: definition.name,
    wordings: definition.wordings,
    draw(estate, { language }) {
      if (kind === undefined) return counted(estate, undefined, language);
      const group = estate.dice.maybe(estate.named(kind));
      return group && counted(estate, group, language);
    },
    faults: {
      'wrong-total': (s, estate, { language, text }) => {
        const shown = estate.dice.chance(0.5) && inState !== undefined && definition.every === undefined;
        const n = other(s.n, estate);
        const of = other(s.of, estate, s.n - 1);
        const planted = shown
          ? { ...s, of, ofWord: countWord(of, language, estate.dice) }
          : { ...s, n, word: countWord(n, language, estate.dice) };
        return (shown && of === s.of) || text(planted) === text(s) ? undefined : planted;
      },
      ...(kind === undefined
        ? {}
        : {
            'wrong-host': (s: Total, estate: Estate, { language }: { readonly language: Language }) => {
              const strangers = estate.named(kind).filter((one) => {
                const theirs = counted(estate, one, language);
                return one.name !== s.group && members(estate, one).length !== s.n && theirs?.of !== s.of;
              });
              const stranger = estate.dice.maybe(strangers);
              return stranger && { ...s, group: stranger.name };
            },
            'invented-entity': (s: Total, estate: Estate) => ({ ...s, group: estate.invent(kind) }),
          }),
    },
  });
}

export const inbound =
  (type: 'member-of' | 'runs-on' | 'part-of', kind: EntityKind) =>
  (estate: Estate, group: Entity | undefined) =>
    group === undefined ? [] : estate.view.inbound(group, type, kind);
export const attributesOf = (entity: Entity) => entity.attributes as Readonly<Record<string, unknown>>;

export const hostsOfCluster = inbound('member-of', 'host');

const counts: readonly FactCase[] = [
  totals({
    name: 'hosts of a cluster',
    group: 'cluster',
    members: hostsOfCluster,
    wordings: [
      en('total', (s) => `The cluster ${s.group} has ${s.word} hosts.`),
      en('total', (s) => `There are ${s.word} hosts in cluster ${s.group}.`),
      en('total', (s) => `${s.group} consists of ${s.word} hosts.`),
      en('total', (s) => `Cluster ${s.group} comprises a total of ${s.word} hosts.`),
      en('total', (s) => `${capital(s.word)} hosts belong to ${s.group}.`),
      de('total', (s) => `Der Cluster ${s.group} besteht aus ${s.word} Hosts.`),
      de('total', (s) => `Im Cluster ${s.group} gibt es ${s.word} Hosts.`),
      de('total', (s) => `${s.group} umfasst insgesamt ${s.word} Hosts.`),
    ],
  }),
  totals({
    name: 'VMs on a host',
    group: 'host',
    members: inbound('runs-on', 'vm'),
    wordings: [
      en('total', (s) => `${s.group} runs ${s.word} VMs.`),
      en('total', (s) => `${capital(s.word)} VMs run on ${s.group}.`),
      en('total', (s) => `The host ${s.group} hosts ${s.word} virtual machines.`),
      en('total', (s) => `There are ${s.word} VMs on host ${s.group}.`),
      de('total', (s) => `Auf ${s.group} laufen ${s.word} VMs.`),
      de('total', (s) => `Der Host ${s.group} beherbergt ${s.word} virtuelle Maschinen.`),
    ],
  }),
  totals({
    name: 'hosts in maintenance',
    group: 'cluster',
    members: hostsOfCluster,
    inState: (entity) => attributesOf(entity)['maintenanceMode'] === true,
    wordings: [
      en(
        'share',
        (s) =>
          `Of the ${s.word} hosts in cluster ${s.group}, ${s.ofWord} ${s.of === 1 ? 'is' : 'are'} in maintenance mode.`,
      ),
      en(
        'share',
        (s) =>
          `${capital(s.ofWord)} of the ${s.word} hosts of ${s.group} ${s.of === 1 ? 'is' : 'are'} in maintenance mode.`,
      ),
      de(
        'share',
        (s) =>
          `Von den ${s.word} Hosts im Cluster ${s.group} ${s.of === 1 ? 'ist' : 'sind'} ${s.of === 1 ? 'einer' : s.ofWord} im Wartungsmodus.`,
      ),
    ],
  }),
  totals({
    name: 'all hosts connected',
    group: 'cluster',
    members: hostsOfCluster,
    inState: (entity) => attributesOf(entity)['connectionState'] === 'connected',
    every: true,
    wordings: [
      en('quantifier', (s) => `All ${s.word} hosts of the cluster ${s.group} are connected.`),
      en('quantifier', (s) => `All of the ${s.word} hosts in ${s.group} are connected.`),
      de('quantifier', (s) => `Alle ${s.word} Hosts im Cluster ${s.group} sind verbunden.`),
    ],
  }),
  totals({
    name: 'all VMs of the estate',
    group: undefined,
    members: ({ view }) => view.all('vm'),
    wordings: [
      en('total', (s) => `In total, there are ${s.word} VMs.`),
      en('total', (s) => `The inventory contains ${s.word} VMs.`),
      en('total', (s) => `The estate comprises ${s.word} virtual machines in total.`),
      de('total', (s) => `Insgesamt gibt es ${s.word} VMs.`),
      de('total', (s) => `Das Inventar enthält ${s.word} virtuelle Maschinen.`),
    ],
  }),
  totals({
    name: 'VMs that are off',
    group: undefined,
    members: ({ view }) => view.all('vm'),
    inState: (entity) => attributesOf(entity)['powerState'] === 'off',
    wordings: [
      en('share', (s) => `${capital(s.ofWord)} of the ${s.word} VMs are powered off.`),
      en('share', (s) => `Of all ${s.word} VMs, ${s.ofWord} are powered off.`),
      de('share', (s) => `${capital(s.ofWord)} der ${s.word} VMs sind ausgeschaltet.`),
    ],
  }),
  totals({
    name: 'workloads of a namespace',
    group: 'namespace',
    members: inbound('part-of', 'workload'),
    wordings: [
      en('total', (s) => `The namespace ${s.group} contains ${s.word} workloads.`),
      de('total', (s) => `Der Namespace ${s.group} enthält ${s.word} Workloads.`),
    ],
  }),
  ...(['host', 'datastore', 'switch', 'pod', 'k8s-node', 'volume'] as const).map((kind) =>
    totals({
      name: `all of kind ${kind}`,
      group: undefined,
      members: ({ view }) => view.all(kind) as readonly Entity[],
      wordings: [
        en('total', (s) => `There are ${s.word} ${kindNames(kind, 'en')} in total.`),
        en('total', (s) => `The inventory lists ${s.word} ${kindNames(kind, 'en')}.`),
        de('total', (s) => `Es gibt insgesamt ${s.word} ${kindNames(kind, 'de')}.`),
      ],
    }),
  ),
];

interface Sum {
  readonly cluster: string;
  readonly q: string;
  readonly value: number;
}

const sums = factCase<Sum>({
  name: 'memory of a cluster in total',
  wordings: [
    english('sum', (s) => `Together, the hosts of cluster ${s.cluster} have ${s.q} of memory.`),
    english('sum', (s) => `The hosts in ${s.cluster} have ${s.q} of memory in total.`),
    english('sum', (s) => `The total memory of the hosts in cluster ${s.cluster} is ${s.q}.`),
    german('sum', (s) => `Die Hosts im Cluster ${s.cluster} haben zusammen ${s.q} Arbeitsspeicher.`),
    german('sum', (s) => `Insgesamt verfügen die Hosts von ${s.cluster} über ${s.q} Arbeitsspeicher.`),
  ],
  draw(estate, { language }) {
    const cluster = estate.dice.maybe(estate.named('cluster'));
    if (cluster === undefined) return undefined;
    const value = hostsOfCluster(estate, cluster).reduce(
      (sum, host) => sum + Number(attributesOf(host)['memoryBytes'] ?? 0),
      0,
    );
    return { cluster: cluster.name, value, q: quantity(value, 'bytes', language, estate.dice) };
  },
  faults: {
    'wrong-total': (s, estate, { language }) => ({
      ...s,
      q: quantity(s.value * estate.dice.one([0.75, 1.25, 1.5]), 'bytes', language, estate.dice),
    }),
    'wrong-unit': (s, estate) => {
      const q = withWrongUnit(s.q, estate.dice);
      return q === undefined ? undefined : { ...s, q };
    },
    'invented-entity': (s, estate) => ({ ...s, cluster: estate.invent('cluster') }),
  },
});

/** Several figures and a relation in one sentence: the fault is in one of them. */
interface Whole {
  readonly vm: string;
  readonly host: string;
  readonly vcpus: string;
  readonly memory: string;
  readonly value: number;
  readonly hostMemory: string;
}

const wholeEn = english<Whole>;
const wholeDe = german<Whole>;

const wholes = factCase<Whole>({
  name: 'a VM with its size and host',
  wordings: [
    wholeEn('compound', (s) => `${s.vm} has ${s.vcpus} vCPUs and ${s.memory} of memory.`),
    wholeEn('compound', (s) => `The VM ${s.vm} runs on ${s.host} and has ${s.vcpus} vCPUs.`),
    wholeEn('compound', (s) => `${s.vm} (${s.vcpus} vCPUs, ${s.memory}) runs on ${s.host}.`),
    wholeEn('subordinate', (s) => `${s.vm}, which has ${s.vcpus} vCPUs, runs on ${s.host}.`),
    wholeEn('subordinate', (s) => `${s.vm} runs on ${s.host}, which has ${s.hostMemory} of memory.`),
    wholeEn(
      'subordinate',
      (s) => `With ${s.vcpus} vCPUs and ${s.memory} of memory, ${s.vm} runs on ${s.host}.`,
    ),
    wholeEn('pronoun', (s) => `${s.vm} runs on ${s.host}. It has ${s.vcpus} vCPUs and ${s.memory} of RAM.`),
    wholeEn('pronoun', (s) => `The VM ${s.vm} has ${s.vcpus} vCPUs, and its memory is ${s.memory}.`),
    wholeEn(
      'compound',
      (s) => `While ${s.vm} has ${s.memory} of memory, its host ${s.host} has ${s.hostMemory}.`,
    ),
    wholeDe('compound', (s) => `${s.vm} hat ${s.vcpus} vCPUs und ${s.memory} Arbeitsspeicher.`),
    wholeDe('subordinate', (s) => `${s.vm}, die auf ${s.host} läuft, hat ${s.vcpus} vCPUs.`),
    wholeDe('subordinate', (s) => `${s.vm} läuft auf ${s.host}, der ${s.hostMemory} Arbeitsspeicher hat.`),
    wholeDe('pronoun', (s) => `Die VM ${s.vm} läuft auf ${s.host}. Sie hat ${s.vcpus} vCPUs.`),
  ],
  draw(estate, { language }) {
    const vm = estate.dice.maybe(estate.named('vm'));
    const host = vm && estate.view.outbound(vm, 'runs-on')[0];
    if (vm === undefined || host === undefined) return undefined;
    const vcpus = Number(attributesOf(vm)['vcpus'] ?? 0);
    if (vcpus < 2) return undefined;
    return {
      vm: vm.name,
      host: host.name,
      value: vcpus,
      vcpus: countWord(vcpus, language, estate.dice),
      memory: quantity(Number(attributesOf(vm)['memoryBytes']), 'bytes', language, estate.dice),
      hostMemory: quantity(Number(attributesOf(host)['memoryBytes']), 'bytes', language, estate.dice),
    };
  },
  faults: {
    'number-off': (s, estate, { text, language }) => {
      const planted = { ...s, vcpus: countWord(s.value + estate.dice.int(1, 3), language, estate.dice) };
      return text(planted) === text(s) ? undefined : planted;
    },
    'wrong-unit': (s, estate, { text }) => {
      const memory = withWrongUnit(s.memory, estate.dice);
      const hostMemory = withWrongUnit(s.hostMemory, estate.dice);
      if (memory === undefined || hostMemory === undefined) return undefined;
      const planted = estate.dice.chance(0.5) ? { ...s, memory } : { ...s, hostMemory };
      return text(planted) === text(s) ? undefined : planted;
    },
    'wrong-host': (s, estate, { text }) => {
      const host = estate.dice.one(estate.named('host').filter(({ name }) => name !== s.host)).name;
      return text({ ...s, host }) === text(s) ? undefined : { ...s, host };
    },
    'swapped-relation': (s, _, { text }) =>
      text(s).includes(s.host) ? { ...s, vm: s.host, host: s.vm } : undefined,
    'invented-entity': (s, estate) => ({ ...s, vm: estate.invent('vm') }),
  },
});

export const totalCases: readonly FactCase[] = [...counts, sums, wholes];
