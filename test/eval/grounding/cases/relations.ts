import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { EntityKind } from '../../../../src/shared/model/kinds/registry.ts';
import type { RelationType } from '../../../../src/shared/model/relation.ts';
import { english, factCase, german, type FactCase, type Wording } from '../case.ts';
import type { Estate } from '../estate.ts';
import { capital, joined, kindName, relativePronoun, withArticle } from '../words.ts';

export interface Related {
  readonly s: string;
  readonly o: string;
  readonly kinds: readonly [EntityKind, EntityKind];
  /** Says that it is not so. */
  readonly not: boolean;
  /** Other things of which the same is true. */
  readonly more: readonly string[];
}

export interface RelationWords {
  readonly type: RelationType;
  readonly kinds: readonly [EntityKind, EntityKind];
  /** With "not" and without: the wordings that can deny have both. */
  readonly wordings: readonly Wording<Related>[];
}

const en = english<Related>;
const de = german<Related>;
const isNot = (r: Related) => (r.not ? 'is not' : 'is');
const does = (r: Related, plain: string, s: string) => (r.not ? `does not ${plain}` : s);
const nicht = (r: Related) => (r.not ? ' nicht' : '');
const the = (r: Related, end: 0 | 1) => `the ${kindName(r.kinds[end])} ${end === 0 ? r.s : r.o}`;
const nom = (r: Related, end: 0 | 1) => withArticle(r.kinds[end], end === 0 ? r.s : r.o);
const dat = (r: Related, end: 0 | 1) => withArticle(r.kinds[end], end === 0 ? r.s : r.o, 'dative');
const acc = (r: Related, end: 0 | 1) => withArticle(r.kinds[end], end === 0 ? r.s : r.o, 'accusative');

const relations: readonly RelationWords[] = [
  {
    type: 'runs-on',
    kinds: ['vm', 'host'],
    wordings: [
      en('active', (r) => `${r.s} ${does(r, 'run', 'runs')} on ${r.o}.`),
      en('active', (r) => `${capital(the(r, 0))} ${isNot(r)} running on host ${r.o}.`),
      en('active', (r) => `Currently, ${r.s} ${does(r, 'reside', 'resides')} on ${the(r, 1)}.`),
      en('passive', (r) => `${r.s} ${isNot(r)} hosted by ${r.o}.`),
      en('passive', (r) => `${r.s} ${isNot(r)} placed on ${the(r, 1)}.`),
      en('inverse', (r) => `${r.o} ${does(r, 'host', 'hosts')} ${the(r, 0)}.`),
      en('inverse', (r) => `${capital(the(r, 1))} ${does(r, 'run', 'runs')} ${r.s}.`),
      en('noun', (r) => `The host of ${r.s} ${isNot(r)} ${r.o}.`),
      en('noun', (r) => `${r.s}'s host ${isNot(r)} ${r.o}.`),
      de('active', (r) => `${r.s} läuft${nicht(r)} auf ${r.o}.`),
      de('active', (r) => `${capital(nom(r, 0))} läuft derzeit${nicht(r)} auf ${dat(r, 1)}.`),
      de('fronted', (r) => `Auf ${r.o} läuft${r.not ? ' nicht' : ''} ${nom(r, 0)}.`),
      de('inverse', (r) => `${capital(nom(r, 1))} beherbergt ${acc(r, 0)}${nicht(r)}.`),
      de('passive', (r) => `${r.s} wird${nicht(r)} von ${r.o} ausgeführt.`),
      de('noun', (r) => `Der Host von ${r.s} ist${nicht(r)} ${r.o}.`),
    ],
  },
  {
    type: 'stored-on',
    kinds: ['vm', 'datastore'],
    wordings: [
      en('active', (r) => `${r.s} ${does(r, 'live', 'lives')} on the datastore ${r.o}.`),
      en('passive', (r) => `The VM ${r.s} ${isNot(r)} stored on ${r.o}.`),
      en('passive', (r) => `The disks of ${r.s} are${nicht2(r)} stored on datastore ${r.o}.`),
      en('inverse', (r) => `Datastore ${r.o} ${does(r, 'store', 'stores')} the VM ${r.s}.`),
      en('inverse', (r) => `${r.o} ${does(r, 'hold', 'holds')} ${r.s}.`),
      de('active', (r) => `${r.s} liegt${nicht(r)} auf dem Datastore ${r.o}.`),
      de('passive', (r) => `Die VM ${r.s} ist${nicht(r)} auf ${r.o} gespeichert.`),
      de('fronted', (r) => `Auf dem Datastore ${r.o} liegt${nicht(r)} die VM ${r.s}.`),
    ],
  },
  {
    type: 'attached-to',
    kinds: ['vm', 'network'],
    wordings: [
      en('passive', (r) => `${r.s} ${isNot(r)} attached to ${r.o}.`),
      en('passive', (r) => `The VM ${r.s} ${isNot(r)} connected to the port group ${r.o}.`),
      en('active', (r) => `${r.s} ${does(r, 'use', 'uses')} port group ${r.o}.`),
      de('passive', (r) => `${r.s} ist${nicht(r)} mit ${r.o} verbunden.`),
      de('passive', (r) => `Die VM ${r.s} ist${nicht(r)} an die Portgruppe ${r.o} angeschlossen.`),
    ],
  },
  {
    type: 'member-of',
    kinds: ['host', 'cluster'],
    wordings: [
      en('noun', (r) => `${r.s} ${isNot(r)} a member of ${r.o}.`),
      en('active', (r) => `The host ${r.s} ${does(r, 'belong', 'belongs')} to cluster ${r.o}.`),
      en('passive', (r) => `${r.s} ${isNot(r)} part of the cluster ${r.o}.`),
      en('inverse', (r) => `Cluster ${r.o} ${does(r, 'contain', 'contains')} ${r.s}.`),
      en('inverse', (r) => `The ${r.o} cluster ${does(r, 'include', 'includes')} host ${r.s}.`),
      de('active', (r) => `${r.s} gehört${nicht(r)} zum Cluster ${r.o}.`),
      de('noun', (r) => `Der Host ${r.s} ist ${r.not ? 'kein' : 'ein'} Mitglied von ${r.o}.`),
      de('inverse', (r) => `Der Cluster ${r.o} enthält den Host ${r.s}${nicht(r)}.`),
      de('passive', (r) => `${r.s} ist${nicht(r)} Teil des Clusters ${r.o}.`),
    ],
  },
  {
    type: 'backed-by',
    kinds: ['datastore', 'volume'],
    wordings: [
      en('passive', (r) => `${r.s} ${isNot(r)} backed by ${r.o}.`),
      en('passive', (r) => `The datastore ${r.s} ${isNot(r)} provided by volume ${r.o}.`),
      en('inverse', (r) => `The volume ${r.o} ${does(r, 'back', 'backs')} the datastore ${r.s}.`),
      de('passive', (r) => `Der Datastore ${r.s} wird${nicht(r)} vom Volume ${r.o} bereitgestellt.`),
      de('active', (r) => `${r.s} basiert${nicht(r)} auf ${r.o}.`),
    ],
  },
  {
    type: 'stored-on',
    kinds: ['volume', 'pool'],
    wordings: [
      en('active', (r) => `Volume ${r.s} ${does(r, 'reside', 'resides')} in pool ${r.o}.`),
      en('passive', (r) => `${r.s} ${isNot(r)} located in the pool ${r.o}.`),
      en('inverse', (r) => `The pool ${r.o} ${does(r, 'contain', 'contains')} ${r.s}.`),
      de('active', (r) => `Das Volume ${r.s} liegt${nicht(r)} im Pool ${r.o}.`),
    ],
  },
  {
    type: 'connected-to',
    kinds: ['interface', 'interface'],
    wordings: [
      en('passive', (r) => `${r.s} ${isNot(r)} connected to ${r.o}.`),
      en('passive', (r) => `The interface ${r.s} ${isNot(r)} linked to ${r.o}.`),
      de('passive', (r) => `${r.s} ist${nicht(r)} mit ${r.o} verbunden.`),
    ],
  },
  {
    type: 'part-of',
    kinds: ['interface', 'switch'],
    wordings: [
      en('active', (r) => `Interface ${r.s} ${does(r, 'belong', 'belongs')} to switch ${r.o}.`),
      en('noun', (r) => `${r.s} ${isNot(r)} an interface of ${r.o}.`),
      de('active', (r) => `Die Schnittstelle ${r.s} gehört${nicht(r)} zu ${r.o}.`),
    ],
  },
  {
    type: 'located-in',
    kinds: ['switch', 'rack'],
    wordings: [
      en('passive', (r) => `${r.s} ${isNot(r)} located in rack ${r.o}.`),
      en('passive', (r) => `The switch ${r.s} ${isNot(r)} installed in ${r.o}.`),
      en('inverse', (r) => `Rack ${r.o} ${does(r, 'house', 'houses')} the switch ${r.s}.`),
      de('active', (r) => `Der Switch ${r.s} steht${nicht(r)} im Rack ${r.o}.`),
      de('passive', (r) => `${r.s} ist${nicht(r)} in ${r.o} eingebaut.`),
    ],
  },
  {
    type: 'runs-on',
    kinds: ['pod', 'k8s-node'],
    wordings: [
      en('active', (r) => `The pod ${r.s} ${does(r, 'run', 'runs')} on node ${r.o}.`),
      en('passive', (r) => `${r.s} ${isNot(r)} scheduled on ${r.o}.`),
      en('inverse', (r) => `Node ${r.o} ${does(r, 'run', 'runs')} the pod ${r.s}.`),
      de('active', (r) => `Der Pod ${r.s} läuft${nicht(r)} auf dem Node ${r.o}.`),
    ],
  },
  {
    type: 'part-of',
    kinds: ['workload', 'namespace'],
    wordings: [
      en('active', (r) => `The workload ${r.s} ${does(r, 'belong', 'belongs')} to the namespace ${r.o}.`),
      en('active', (r) => `${r.s} ${does(r, 'run', 'runs')} in namespace ${r.o}.`),
      de('active', (r) => `Der Workload ${r.s} läuft${nicht(r)} im Namespace ${r.o}.`),
    ],
  },
];

function nicht2(r: Related): string {
  return r.not ? ' not' : '';
}

function pairs(estate: Estate, words: RelationWords): readonly (readonly [Entity, Entity])[] {
  const subjects = estate.named(words.kinds[0]);
  const objects = new Set(estate.named(words.kinds[1]).map(({ id }) => id));
  return subjects.flatMap((s) =>
    estate.view
      .outbound(s, words.type)
      .filter((o) => o.kind === words.kinds[1] && objects.has(o.id))
      .map((o) => [s, o] as const),
  );
}

function otherObject(estate: Estate, words: RelationWords, s: string, o: string): string | undefined {
  const subject = estate.named(words.kinds[0]).find(({ name }) => name === s);
  const related =
    subject === undefined ? [] : estate.view.outbound(subject, words.type).map(({ name }) => name);
  return estate.dice.maybe(
    estate
      .named(words.kinds[1])
      .map(({ name }) => name)
      .filter((name) => name !== o && name !== s && !related.includes(name)),
  );
}

export function relationCase(words: RelationWords): FactCase {
  return factCase<Related>({
    name: `${words.kinds[0]} ${words.type} ${words.kinds[1]}`,
    wordings: words.wordings,
    draw(estate) {
      const pair = estate.dice.maybe(pairs(estate, words));
      if (pair === undefined) return undefined;
      const [s, o] = [pair[0].name, pair[1].name];
      // A quarter of what is true is a true denial.
      if (estate.dice.chance(0.25)) {
        const other = otherObject(estate, words, s, o);
        if (other !== undefined) return { s, o: other, kinds: words.kinds, not: true, more: [] };
      }
      return { s, o, kinds: words.kinds, not: false, more: [] };
    },
    faults: {
      'wrong-host': (r, estate) => {
        if (r.not) return undefined;
        const o = otherObject(estate, words, r.s, r.o);
        return o === undefined ? undefined : { ...r, o };
      },
      'invented-entity': (r, estate) =>
        estate.dice.chance(0.5)
          ? { ...r, not: false, o: estate.invent(r.kinds[1]) }
          : { ...r, not: false, s: estate.invent(r.kinds[0]) },
      'swapped-relation': (r) =>
        r.not || words.type === 'connected-to' ? undefined : { ...r, s: r.o, o: r.s },
      negation: (r) => ({ ...r, not: !r.not }),
    },
  });
}

const lists = factCase<Related>({
  name: 'several VMs on one host',
  wordings: [
    en('list', (r) => `${joined(r.more, 'en')} run on ${r.o}.`),
    en('list', (r) => `The VMs ${joined(r.more, 'en')} are hosted by ${r.o}.`),
    en('list', (r) => `${r.o} hosts ${joined(r.more, 'en')}.`),
    en('list', (r) => `On ${r.o} run ${joined(r.more, 'en')}.`),
    en('list', (r) => `Host ${r.o} runs several VMs, among them ${joined(r.more, 'en')}.`),
    de('list', (r) => `Auf ${r.o} laufen ${joined(r.more, 'de')}.`),
    de('list', (r) => `Die VMs ${joined(r.more, 'de')} laufen auf dem Host ${r.o}.`),
    de('list', (r) => `${r.o} beherbergt unter anderem ${joined(r.more, 'de')}.`),
  ],
  draw(estate) {
    const { view, dice: d } = estate;
    const names = new Set(estate.named('vm').map(({ id }) => id));
    const full = view.all('host').flatMap((host) => {
      const vms = view.inbound(host, 'runs-on', 'vm').filter(({ id }) => names.has(id));
      return vms.length < 2 ? [] : [{ host, vms }];
    });
    const chosen = d.maybe(full);
    if (chosen === undefined) return undefined;
    const more = d.some(chosen.vms, d.int(2, Math.min(4, chosen.vms.length))).map(({ name }) => name);
    return { s: more[0] ?? '', o: chosen.host.name, kinds: ['vm', 'host'], not: false, more };
  },
  faults: {
    'wrong-host': (r, estate) => {
      const elsewhere = estate.named('vm').filter((vm) => {
        const [host] = estate.view.outbound(vm, 'runs-on');
        return host !== undefined && host.name !== r.o;
      });
      const stranger = estate.dice.maybe(elsewhere);
      if (stranger === undefined) return undefined;
      const at = estate.dice.int(0, r.more.length - 1);
      return { ...r, more: r.more.with(at, stranger.name) };
    },
    'invented-entity': (r, estate) => ({
      ...r,
      more: r.more.with(estate.dice.int(0, r.more.length - 1), estate.invent('vm')),
    }),
  },
});

/** Several relations in one sentence, and what a pronoun stands for. */
interface Chain {
  readonly vm: string;
  readonly host: string;
  readonly cluster: string;
  readonly datastore: string;
}

const chainEn = english<Chain>;
const chainDe = german<Chain>;

const chains = factCase<Chain>({
  name: 'VM, host, cluster and datastore',
  wordings: [
    chainEn('subordinate', (c) => `${c.vm} runs on ${c.host}, which belongs to the cluster ${c.cluster}.`),
    chainEn(
      'subordinate',
      (c) => `The host ${c.host}, which runs the VM ${c.vm}, is a member of ${c.cluster}.`,
    ),
    chainEn('subordinate', (c) => `${c.vm}, which is stored on ${c.datastore}, runs on ${c.host}.`),
    chainEn('subordinate', (c) => `The VM ${c.vm} running on ${c.host} is stored on ${c.datastore}.`),
    chainEn('compound', (c) => `${c.vm} runs on ${c.host} and is stored on ${c.datastore}.`),
    chainEn('compound', (c) => `While ${c.vm} runs on ${c.host}, its disks are stored on ${c.datastore}.`),
    chainEn('pronoun', (c) => `${c.host} is a member of ${c.cluster}. It hosts ${c.vm}.`),
    chainEn('pronoun', (c) => `${c.vm} runs on ${c.host}. It is stored on ${c.datastore}.`),
    chainDe(
      'subordinate',
      (c) => `${c.vm} läuft auf ${c.host}, ${relativePronoun('host')} zum Cluster ${c.cluster} gehört.`,
    ),
    chainDe('subordinate', (c) => `Die VM ${c.vm}, die auf ${c.host} läuft, liegt auf ${c.datastore}.`),
    chainDe('compound', (c) => `${c.vm} läuft auf ${c.host} und liegt auf dem Datastore ${c.datastore}.`),
    chainDe('pronoun', (c) => `Die VM ${c.vm} läuft auf ${c.host}. Sie liegt auf ${c.datastore}.`),
  ],
  draw(estate) {
    const { view, dice: d } = estate;
    const vm = d.maybe(estate.named('vm'));
    const host = vm && view.outbound(vm, 'runs-on')[0];
    const datastore = vm && view.outbound(vm, 'stored-on')[0];
    const cluster = host && view.outbound(host, 'member-of')[0];
    if (vm === undefined || host === undefined || datastore === undefined || cluster === undefined)
      return undefined;
    return { vm: vm.name, host: host.name, datastore: datastore.name, cluster: cluster.name };
  },
  faults: {
    'wrong-host': (c, estate, { text }) => {
      const other = (kind: EntityKind, not: string) =>
        estate.dice.one(estate.named(kind).filter(({ name }) => name !== not)).name;
      const planted = estate.dice.one([
        { ...c, host: other('host', c.host) },
        { ...c, cluster: other('cluster', c.cluster) },
        { ...c, datastore: other('datastore', c.datastore) },
      ]);
      // Whether this wording shows the slot at all; a host that is in the same cluster still makes one part false.
      return text(planted) === text(c) || !text(c).includes(c.vm) ? undefined : planted;
    },
    'invented-entity': (c, estate, { text }) => {
      const planted = estate.dice.one([
        { ...c, host: estate.invent('host') },
        { ...c, vm: estate.invent('vm') },
        { ...c, datastore: estate.invent('datastore') },
      ]);
      return text(planted) === text(c) ? undefined : planted;
    },
    'swapped-relation': (c) => ({ ...c, vm: c.host, host: c.vm }),
  },
});

export const relationCases: readonly FactCase[] = [...relations.map(relationCase), lists, chains];
