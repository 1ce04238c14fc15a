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
    forms: ['placed', 'scheduled', 'deployed', 'platziert', 'eingeplant', 'assigned', 'pinned'],
    forward: [
      { prepositions: [...on, ...to], means: runs },
      { prepositions: inside, means: within },
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
    forms: ['belongs', 'belong', 'belonging', 'gehört', 'gehören', 'gehörend', 'zugeordnet'],
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
    forms: ['owned', 'owns', 'own', 'managed', 'manages', 'manage', 'verwaltet', 'controlled', 'controls'],
    forward: [{ prepositions: by, means: { types: ['owned-by', 'managed-by'] } }],
    holds: { types: ['owned-by', 'managed-by'] },
  },
  {
    forms: ['concerns', 'concern', 'affects', 'affect', 'betrifft', 'betreffen'],
    takes: { types: ['concerns'] },
    forward: [{ prepositions: by, means: { types: ['concerns'] } }],
  },
  {
    forms: ['replicates', 'replicated', 'replicate', 'repliziert', 'replicating'],
    forward: [{ prepositions: [...to, 'nach', 'auf'], means: { types: ['replicates-to'] } }],
  },
  {
    forms: ['mounts', 'binds', 'bound', 'gebunden'],
    forward: [{ prepositions: [...to], means: { types: ['bound-to', 'mounts'] } }],
    takes: { types: ['mounts', 'bound-to'] },
  },
  {
    forms: ['powered by', 'fed by', 'versorgt'],
    forward: [{ prepositions: by, means: { types: ['powered-by'] } }],
  },
  {
    forms: ['selects', 'routes', 'exposes'],
    takes: { types: ['selects', 'routes-to'] },
    forward: [{ prepositions: [...to], means: { types: ['selects', 'routes-to'] } }],
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
  ],
  inside: true,
};

/** Words of place: what stands behind one of them is where something is. */
export const placePrepositions: readonly string[] = [...on, ...inside];
