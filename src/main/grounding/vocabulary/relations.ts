import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { RelationType } from '../../../shared/model/relation.ts';

/**
 * How a relation may be followed. `inside`: also through what lies between ("the VM belongs to the cluster" through its
 * host), and by the names of containers that the record itself mentions.
 */
export interface Followed {
  readonly types: readonly RelationType[];
  readonly inside?: true;
}

export interface RelationWord {
  readonly forms: readonly string[];
  /** "S … on O": the other end stands behind one of these. */
  readonly forward?: { readonly prepositions: readonly string[]; readonly means: Followed }[];
  /** "O … S": the verb takes what states the relation as its object. */
  readonly holds?: Followed;
  /** "S … O" without a preposition. */
  readonly takes?: Followed;
  /** "O … by S": the other end is the subject. */
  readonly backward?: { readonly prepositions: readonly string[]; readonly means: Followed }[];
  /** A noun: "O is the … of S", "the … of S is O"; `turned`: "S is the … of O". */
  readonly noun?: Followed & { readonly turned?: true };
}

const on = ['on', 'auf', 'onto', 'upon'];
const inside = ['in', 'im', 'within', 'inside', 'at'];
const to = ['to', 'zu', 'zum', 'zur', 'an', 'ans'];
const by = ['by', 'von', 'vom', 'durch'];
const runs: Followed = { types: ['runs-on'] };
const stored: Followed = { types: ['stored-on', 'backed-by', 'part-of'], inside: true };
const within: Followed = {
  types: ['member-of', 'part-of', 'located-in', 'runs-on', 'stored-on'],
  inside: true,
};
const member: Followed = { types: ['member-of', 'part-of', 'owned-by', 'located-in'], inside: true };
const linked: Followed = { types: ['connected-to', 'attached-to', 'peers-with'] };
const backed: Followed = { types: ['backed-by'], inside: true };
const routed: Followed = { types: ['routes-to', 'selects'] };
const carried: Followed = { types: ['carries'] };
const assigned: Followed = { types: ['assigned-to', 'member-of', 'mapped-to', 'runs-on'] };
const mapped: Followed = { types: ['mapped-to'] };
const copied: Followed = { types: ['replicates-to'] };
const owned: Followed = { types: ['owned-by', 'part-of', 'managed-by'] };
const mounted: Followed = { types: ['mounts'] };
const bound: Followed = { types: ['bound-to', 'mounts'] };

/** Verbs and participles of relations, in both languages: the one place to add wordings to. */
export const relationWords: readonly RelationWord[] = [
  {
    forms: ['run', 'runs', 'running', 'ran', 'läuft', 'laufen', 'laufend', 'laufende', 'laufenden'],
    forward: [
      { prepositions: on, means: runs },
      { prepositions: inside, means: within },
    ],
    holds: runs,
  },
  {
    forms: [
      'hosts',
      'host',
      'hosting',
      'hosted',
      'beherbergt',
      'beherbergen',
      'gehostet',
      'ausgeführt',
      'executed',
      'executes',
      'betreibt',
      'betrieben',
    ],
    forward: [
      { prepositions: [...by, ...on], means: { types: ['runs-on', 'stored-on'] } },
      { prepositions: inside, means: within },
    ],
    holds: { types: ['runs-on', 'stored-on'] },
  },
  {
    forms: ['placed', 'scheduled', 'deployed', 'platziert', 'eingeplant', 'pinned'],
    forward: [
      { prepositions: [...on, ...to], means: runs },
      { prepositions: inside, means: within },
    ],
  },
  {
    forms: ['assigned', 'allocated', 'tied', 'zugewiesen', 'zugeteilt'],
    takes: assigned,
    forward: [
      { prepositions: [...to, 'dem', 'der'], means: assigned },
      {
        prepositions: [...on, ...inside],
        means: { types: [...assigned.types, ...within.types], inside: true },
      },
    ],
  },
  {
    forms: [
      'reside',
      'resides',
      'residing',
      'live',
      'lives',
      'living',
      'located',
      'sits',
      'sit',
      'liegt',
      'liegen',
      'befindet',
      'befinden',
      'steht',
      'stehen',
      'found',
      'lies',
      'lie',
      'exists',
      'exist',
      'situated',
    ],
    forward: [
      { prepositions: [...on, ...inside], means: { ...within, types: [...within.types, 'backed-by'] } },
    ],
  },
  {
    forms: [
      'stored',
      'saved',
      'gespeichert',
      'abgelegt',
      'speichert',
      'stores',
      'store',
      'holds',
      'hold',
      'keeps',
      'keep',
      'kept',
      'storing',
      'holding',
    ],
    forward: [{ prepositions: [...on, ...inside, 'by', 'von', 'vom'], means: stored }],
    holds: stored,
  },
  {
    forms: [
      'installed',
      'mounted',
      'housed',
      'eingebaut',
      'montiert',
      'verbaut',
      'houses',
      'house',
      'racked',
      'untergebracht',
    ],
    forward: [
      { prepositions: [...inside, ...on], means: { types: ['located-in', 'part-of'], inside: true } },
    ],
    holds: { types: ['located-in', 'part-of'], inside: true },
  },
  {
    forms: ['belongs', 'belong', 'belonging', 'gehört', 'gehören', 'gehörend', 'gehörig'],
    forward: [{ prepositions: to, means: member }],
  },
  {
    forms: ['member', 'members', 'part', 'mitglied', 'mitglieder', 'teil', 'bestandteil', 'component'],
    forward: [{ prepositions: ['of', 'von', 'vom', 'des', 'der', 'in'], means: member }],
  },
  {
    forms: [
      'contains',
      'contain',
      'containing',
      'includes',
      'include',
      'including',
      'enthält',
      'enthalten',
      'umfasst',
      'umfassen',
      'comprises',
      'comprise',
      'beinhaltet',
      'contained',
    ],
    forward: [{ prepositions: [...inside, ...by], means: within }],
    holds: within,
  },
  {
    forms: [
      'attached',
      'connected',
      'linked',
      'wired',
      'cabled',
      'plugged',
      'verbunden',
      'angeschlossen',
      'angebunden',
      'verkabelt',
      'connects',
      'connect',
      'attaches',
    ],
    forward: [{ prepositions: [...to, ...on, 'with', 'mit', 'into'], means: linked }],
  },
  {
    forms: ['uses', 'use', 'using', 'nutzt', 'nutzen', 'verwendet', 'verwenden'],
    takes: { types: ['attached-to', 'stored-on', 'backed-by', 'carries', 'mounts', 'bound-to'] },
    forward: [{ prepositions: by, means: { types: ['attached-to', 'stored-on', 'backed-by', 'mounts'] } }],
  },
  {
    forms: [
      'backed',
      'provided',
      'backs',
      'back',
      'backing',
      'bereitgestellt',
      'basiert',
      'basieren',
      'based',
      'supplied',
      'underlies',
      'provides',
    ],
    forward: [{ prepositions: [...by, ...on], means: backed }],
    holds: backed,
  },
  {
    forms: ['owned', 'owns', 'own', 'owning', 'besitzt', 'besitzen'],
    forward: [{ prepositions: by, means: owned }],
    holds: owned,
  },
  {
    forms: ['created', 'spawned', 'started', 'launched', 'erzeugt', 'angelegt'],
    forward: [
      { prepositions: by, means: { types: ['owned-by'] } },
      { prepositions: inside, means: { types: ['part-of', 'stored-on', 'member-of'], inside: true } },
    ],
  },
  {
    forms: [
      'managed',
      'manages',
      'manage',
      'managing',
      'controlled',
      'controls',
      'administered',
      'administers',
      'registered',
      'supervised',
      'supervises',
      'verwaltet',
      'verwalten',
      'gesteuert',
      'steuert',
    ],
    forward: [
      { prepositions: [...by, 'with', 'in', 'at', 'bei'], means: { types: ['managed-by', 'owned-by'] } },
    ],
    backward: [{ prepositions: by, means: { types: ['scales'] } }],
    holds: { types: ['managed-by', 'owned-by'] },
  },
  {
    forms: ['concerns', 'concern', 'affects', 'affect', 'betrifft', 'betreffen'],
    takes: { types: ['concerns'] },
    forward: [{ prepositions: by, means: { types: ['concerns'] } }],
  },
  {
    forms: [
      'replicates',
      'replicated',
      'replicate',
      'replicating',
      'mirrors',
      'mirrored',
      'mirroring',
      'copies',
      'copied',
      'copying',
      'repliziert',
      'gespiegelt',
      'spiegelt',
      'kopiert',
    ],
    forward: [{ prepositions: [...to, ...on, 'nach', 'into'], means: copied }],
    backward: [{ prepositions: ['from', 'von', 'vom', 'aus'], means: copied }],
  },
  {
    forms: [
      'mounts',
      'mount',
      'mounted',
      'mounting',
      'bindet',
      'eingebunden',
      'eingehängt',
      'mountet',
      'gemountet',
    ],
    backward: [{ prepositions: [...by, ...inside], means: mounted }],
    forward: [{ prepositions: inside, means: { types: ['located-in', 'part-of'], inside: true } }],
    takes: mounted,
  },
  {
    forms: ['binds', 'bound', 'gebunden', 'binding'],
    forward: [{ prepositions: [...to], means: bound }],
    takes: bound,
  },
  {
    forms: [
      'scales',
      'scale',
      'scaled',
      'scaling',
      'adjusts',
      'adjusted',
      'resizes',
      'skaliert',
      'skalieren',
    ],
    backward: [{ prepositions: by, means: { types: ['scales'] } }],
    takes: { types: ['scales'] },
  },
  {
    forms: [
      'carries',
      'carry',
      'carried',
      'carrying',
      'transports',
      'transported',
      'trunks',
      'trunked',
      'tagged',
      'untagged',
      'allowed',
      'permitted',
      'führt',
      'führen',
      'geführt',
      'transportiert',
      'erlaubt',
      'trägt',
    ],
    backward: [{ prepositions: [...by, ...on, 'over', 'über'], means: carried }],
    takes: carried,
  },
  {
    forms: [
      'mapped',
      'presented',
      'exported',
      'zoned',
      'visible',
      'masked',
      'gemappt',
      'präsentiert',
      'exportiert',
      'sichtbar',
      'zugeordnet',
    ],
    forward: [
      {
        prepositions: [...to, 'für', 'for', 'dem', 'der', 'auf'],
        means: { types: ['mapped-to', 'assigned-to', 'member-of', 'part-of'], inside: true },
      },
    ],
  },
  {
    forms: ['sees', 'see', 'accesses', 'access', 'sieht', 'sehen', 'reaches', 'erreicht'],
    holds: mapped,
    takes: routed,
  },
  {
    forms: ['depends', 'depend', 'relies', 'rely', 'rests', 'hängt', 'beruht'],
    forward: [
      {
        prepositions: [...on, 'von', 'vom', 'ab'],
        means: {
          types: ['runs-on', 'stored-on', 'backed-by', 'mounts', 'selects', 'routes-to'],
          inside: true,
        },
      },
    ],
  },
  {
    forms: ['allocates', 'draws', 'draw', 'drawing', 'taken', 'carved', 'cut', 'served', 'supplied'],
    forward: [
      {
        prepositions: ['from', 'of', 'out', 'aus', 'von', 'vom'],
        means: { types: ['member-of', 'part-of', 'stored-on', 'backed-by'], inside: true },
      },
      { prepositions: ['by'], means: { types: ['backed-by', 'runs-on', 'stored-on', 'powered-by'] } },
    ],
  },
  {
    forms: [
      'defined',
      'configured',
      'declared',
      'terminates',
      'terminated',
      'ends',
      'konfiguriert',
      'definiert',
      'endet',
      'terminiert',
    ],
    forward: [{ prepositions: [...on, ...inside], means: within }],
  },
  {
    forms: ['maintains', 'maintain', 'has', 'have', 'hat', 'haben'],
    holds: {
      types: ['part-of', 'attached-to', 'mapped-to', 'assigned-to', 'member-of', 'located-in'],
    },
  },
  {
    forms: ['peers', 'peering', 'paired', 'partnered', 'gepaart'],
    forward: [{ prepositions: ['with', 'mit', 'to', 'zu'], means: { types: ['peers-with'] } }],
  },
  {
    forms: ['stands', 'stand', 'racked', 'standing'],
    forward: [{ prepositions: [...inside, ...on], means: { types: ['located-in'], inside: true } }],
  },
  {
    forms: ['target', 'destination', 'ziel', 'replica', 'kopie', 'copy'],
    noun: { types: ['replicates-to', 'routes-to', 'scales'] },
  },
  {
    forms: ['source', 'origin', 'original', 'quelle', 'ursprung'],
    noun: { types: ['replicates-to'], turned: true },
  },
  {
    forms: ['behind', 'underneath', 'beneath', 'hinter', 'below'],
    holds: { types: ['backed-by', 'selects', 'stored-on', 'routes-to', 'runs-on'] },
  },
  {
    forms: ['powered by', 'fed by', 'versorgt'],
    forward: [{ prepositions: by, means: { types: ['powered-by'] } }],
  },
  {
    forms: ['selects', 'select', 'selected', 'selecting', 'wählt', 'ausgewählt', 'fronts', 'fronted'],
    backward: [{ prepositions: [...by, 'through', 'via', 'über'], means: { types: ['selects'] } }],
    takes: { types: ['selects'] },
  },
  {
    forms: ['exposes', 'expose', 'exposed', 'exposing', 'publishes', 'published', 'veröffentlicht', 'stellt'],
    backward: [{ prepositions: [...by, 'through', 'via', 'über'], means: routed }],
    takes: routed,
  },
  {
    forms: [
      'routes',
      'route',
      'routed',
      'routing',
      'forwards',
      'forward',
      'forwarded',
      'sends',
      'directs',
      'points',
      'point',
      'leads',
      'lead',
      'leitet',
      'leiten',
      'weitergeleitet',
      'verweist',
      'zeigt',
      'schickt',
      'geleitet',
    ],
    forward: [
      { prepositions: [...to, ...on, 'at', 'nach'], means: routed },
      { prepositions: ['in', 'within', 'inside'], means: member },
    ],
    backward: [{ prepositions: [...by, 'through', 'via', 'über'], means: routed }],
    takes: routed,
  },
  {
    forms: ['reached', 'reachable', 'erreichbar', 'accessed'],
    backward: [{ prepositions: ['through', 'via', 'by', 'über', 'durch'], means: routed }],
  },
];

/** What a bare preposition between two names says: "the VM a on b", "the hosts in c". */
export const bareRelation: Followed = {
  types: [
    'runs-on',
    'stored-on',
    'member-of',
    'part-of',
    'located-in',
    'attached-to',
    'concerns',
    'owned-by',
    'bound-to',
    'managed-by',
  ],
  inside: true,
};

/** Words of place: what stands behind one of them is where something is. */
export const placePrepositions: readonly string[] = [...on, ...inside];

/** Which kinds state a relation to which: tells the two ways of a verb apart. What is not listed may be anything. */
const ends: Readonly<
  Partial<
    Record<RelationType, { readonly from?: readonly EntityKind[]; readonly to?: readonly EntityKind[] }>
  >
> = {
  'runs-on': { from: ['vm', 'pod', 'k8s-node'], to: ['host', 'k8s-node', 'vm'] },
  'stored-on': { from: ['vm', 'volume', 'lun'], to: ['datastore', 'pool', 'volume'] },
  'backed-by': {
    from: ['datastore', 'persistent-volume', 'replication', 'share'],
    to: ['lun', 'volume', 'share', 'datastore'],
  },
  selects: { from: ['service', 'disruption-budget', 'network-policy'], to: ['workload', 'pod'] },
  'routes-to': { from: ['ingress'], to: ['service'] },
  mounts: { from: ['workload', 'pod'], to: ['persistent-volume-claim'] },
  'bound-to': { from: ['persistent-volume-claim'], to: ['persistent-volume'] },
  scales: { from: ['autoscaler'], to: ['workload'] },
  carries: { from: ['interface', 'network'], to: ['vlan'] },
  'assigned-to': { from: ['ip-address', 'prefix'], to: ['interface', 'vlan', 'site'] },
  'mapped-to': { from: ['lun'], to: ['initiator-host', 'host'] },
  'replicates-to': { from: ['volume', 'replication'], to: ['volume'] },
  'owned-by': { from: ['pod', 'workload', 'job-run'], to: ['workload', 'custom-resource'] },
  'managed-by': { to: ['vcenter', 'controller'] },
  'located-in': { to: ['rack', 'site'] },
  'member-of': {
    to: ['cluster', 'resource-pool', 'datastore-cluster', 'k8s-cluster', 'vrf', 'pool', 'interface'],
  },
  concerns: { from: ['finding', 'k8s-event'] },
};

/** Whether a thing of one kind ever states such a relation to one of the other. */
export function canState(type: RelationType, from: EntityKind, to: EntityKind): boolean {
  const known = ends[type];
  return (known?.from?.includes(from) ?? true) && (known?.to?.includes(to) ?? true);
}
