import { english, german, type FactCase, type Wording } from './case.ts';
import { attributes, pairCase, type Pair } from './cases/comparisons.ts';
import { figureCase, figures, type FigureSlots } from './cases/numbers.ts';
import { relationCase, type Related, type RelationWords } from './cases/relations.ts';
import { attributesOf, hostsOfCluster, inbound, totals, type Total } from './cases/totals.ts';
import { capital, kindName, withArticle } from './words.ts';

/**
 * Wordings that were written after the checker's rules, as a model words a summary, and that no rule was changed for:
 * how the fact check does on prose that it was not made for. Measured apart, over other estates.
 */
const en = english<Related>;
const de = german<Related>;

const relations: readonly RelationWords[] = [
  {
    type: 'runs-on',
    kinds: ['vm', 'host'],
    wordings: [
      en(
        'active',
        (r) =>
          `Notably, the virtual machine ${r.s} ${r.not ? 'is not' : 'is'} currently running on the ESXi host ${r.o}.`,
      ),
      en(
        'passive',
        (r) => `The workload on ${r.s} ${r.not ? "isn't" : 'is'} being served by a VM hosted on ${r.o}.`,
      ),
      en('noun', (r) => `${r.o} ${r.not ? 'is not' : 'is'} the host on which ${r.s} runs.`),
      en('inverse', (r) => `Among the guests of ${r.o} ${r.not ? 'is not' : 'is'} ${r.s}.`),
      en(
        'subordinate',
        (r) => `As of the last collection, ${r.s} ${r.not ? 'was not' : 'was'} residing on host ${r.o}.`,
      ),
      de('active', (r) => `Aktuell wird ${r.s} ${r.not ? 'nicht ' : ''}auf dem ESXi-Host ${r.o} betrieben.`),
      de('noun', (r) => `${r.o} ist ${r.not ? 'nicht ' : ''}der Host, auf dem ${r.s} läuft.`),
    ],
  },
  {
    type: 'stored-on',
    kinds: ['vm', 'datastore'],
    wordings: [
      en('passive', (r) => `All files of ${r.s} ${r.not ? 'are not' : 'are'} kept on the datastore ${r.o}.`),
      en(
        'active',
        (r) => `The virtual disks of the VM ${r.s} ${r.not ? 'do not reside' : 'reside'} on ${r.o}.`,
      ),
      de('passive', (r) => `Die Festplatten von ${r.s} sind ${r.not ? 'nicht ' : ''}auf ${r.o} abgelegt.`),
    ],
  },
  {
    type: 'member-of',
    kinds: ['host', 'cluster'],
    wordings: [
      en('noun', (r) => `${r.s} ${r.not ? 'is not' : 'is'} one of the hosts in the ${r.o} cluster.`),
      en(
        'active',
        (r) => `The ESXi host ${r.s} ${r.not ? 'does not form' : 'forms'} part of cluster ${r.o}.`,
      ),
      de('noun', (r) => `${r.s} ist ${r.not ? 'keiner' : 'einer'} der Hosts im Cluster ${r.o}.`),
    ],
  },
  {
    type: 'located-in',
    kinds: ['switch', 'rack'],
    wordings: [
      en('passive', (r) => `${r.s} ${r.not ? 'is not' : 'is'} mounted in the rack ${r.o}.`),
      en('active', (r) => `Physically, the switch ${r.s} ${r.not ? 'does not sit' : 'sits'} in ${r.o}.`),
      de('passive', (r) => `Der Switch ${r.s} ist ${r.not ? 'nicht ' : ''}im Rack ${r.o} verbaut.`),
    ],
  },
  {
    type: 'backed-by',
    kinds: ['datastore', 'volume'],
    wordings: [
      en(
        'passive',
        (r) => `Storage for the datastore ${r.s} ${r.not ? 'is not' : 'is'} provided by the volume ${r.o}.`,
      ),
      en('noun', (r) => `${r.o} ${r.not ? 'is not' : 'is'} the volume behind ${r.s}.`),
      de('active', (r) => `Der Datastore ${r.s} liegt ${r.not ? 'nicht ' : ''}auf dem Volume ${r.o}.`),
    ],
  },
  {
    type: 'runs-on',
    kinds: ['pod', 'k8s-node'],
    wordings: [
      en('passive', (r) => `Kubernetes ${r.not ? 'has not' : 'has'} placed the pod ${r.s} on node ${r.o}.`),
      en('active', (r) => `${r.s} ${r.not ? 'is not' : 'is'} a pod on the node ${r.o}.`),
      de('passive', (r) => `Der Pod ${r.s} wurde ${r.not ? 'nicht ' : ''}auf dem Knoten ${r.o} eingeplant.`),
    ],
  },
];

const wanted = new Set([
  'memoryBytes',
  'vcpus',
  'freeBytes',
  'capacityBytes',
  'usedBytes',
  'sizeBytes',
  'cores',
  'speedMbps',
  'restarts',
  'replicas',
  'diskCount',
  'latencyMs',
]);

const figureWordings = (figure: (typeof figures)[number]): readonly Wording<FigureSlots>[] => {
  const { kind, en: noun, enHas, de: nounDe, deHas } = figure;
  return [
    english(
      'active',
      (s) => `In terms of resources, ${s.name} ${s.not ? 'does not come' : 'comes'} with ${enHas(s.q)}.`,
    ),
    english('noun', (s) => `For ${s.name}, the inventory reports a ${noun} of ${s.q}.`),
    english(
      'noun',
      (s) =>
        `The ${noun} of the ${kindName(kind)} ${s.name} currently ${s.not ? 'does not amount' : 'amounts'} to ${s.q}.`,
    ),
    english('subordinate', (s) => `At ${s.q}, the ${noun} of ${s.name} is worth noting.`),
    german(
      'active',
      (s) =>
        `${capital(withArticle(kind, s.name))} ist mit ${deHas(s.q).replace(/^eine[nr]? /, 'einem Wert von ')} angegeben.`,
    ),
    german(
      'noun',
      (s) => `Für ${s.name} weist das Inventar ${nounDe.replace(/^(?:der|die|das) /, '')} von ${s.q} aus.`,
    ),
  ];
};

const pairWordings = (attribute: (typeof attributes)[number]): readonly Wording<Pair>[] => [
  english('comparison', (s) => `In comparison, ${s.less} offers less ${attribute.en} than ${s.more}.`),
  english('comparison', (s) => `${s.more} clearly has more ${attribute.en} available than ${s.less} does.`),
  german('comparison', (s) => `Im Vergleich zu ${s.less} hat ${s.more} mehr ${attribute.de}.`),
];

const total = english<Total>;
const summe = german<Total>;

export const heldOut: readonly FactCase[] = [
  ...relations.map(relationCase),
  ...figures
    .filter(({ path }) => wanted.has(path))
    .map((figure) => figureCase(figure, figureWordings(figure))),
  ...attributes.map((attribute) => pairCase(attribute, pairWordings(attribute))),
  totals({
    name: 'hosts of a cluster',
    group: 'cluster',
    members: hostsOfCluster,
    wordings: [
      total('total', (s) => `With ${s.word} hosts, ${s.group} is a cluster of moderate size.`),
      total('total', (s) => `The number of hosts in ${s.group} is ${s.word}.`),
      total('total', (s) => `${s.group} spans ${s.word} ESXi hosts.`),
      summe('total', (s) => `Zum Cluster ${s.group} gehören ${s.word} Hosts.`),
      summe('total', (s) => `Die Anzahl der Hosts im Cluster ${s.group} beträgt ${s.word}.`),
    ],
  }),
  totals({
    name: 'VMs on a host',
    group: 'host',
    members: inbound('runs-on', 'vm'),
    wordings: [
      total('total', (s) => `${s.group} currently carries ${s.word} VMs.`),
      total('total', (s) => `A total of ${s.word} virtual machines are running on ${s.group}.`),
      summe('total', (s) => `Derzeit befinden sich ${s.word} VMs auf dem Host ${s.group}.`),
    ],
  }),
  totals({
    name: 'VMs that are off',
    group: undefined,
    members: ({ view }) => view.all('vm'),
    inState: (entity) => attributesOf(entity)['powerState'] === 'off',
    wordings: [
      total('share', (s) => `Out of ${s.word} VMs in the estate, ${s.ofWord} are currently switched off.`),
      total('share', (s) => `The estate has ${s.word} VMs, ${s.ofWord} of which are powered off.`),
      summe('share', (s) => `Von insgesamt ${s.word} VMs sind ${s.ofWord} ausgeschaltet.`),
    ],
  }),
];
