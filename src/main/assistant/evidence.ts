import type { Citation } from '../../shared/model/citation.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Passage } from '../knowledge/knowledge.ts';

export interface Fact {
  readonly path: string;
  readonly label: string;
  readonly text: string;
}

/** Something that a statement can rest on. */
export type Evidence =
  | { readonly is: 'passage'; readonly passage: Passage; readonly quote?: string }
  | {
      readonly is: 'entity';
      readonly id: EntityId;
      readonly kind: EntityKind;
      readonly name: string;
      readonly facts: readonly Fact[];
      readonly observedAt: Instant;
    }
  | {
      readonly is: 'change';
      readonly id: string;
      readonly entity: EntityId;
      readonly name: string;
      readonly path: string;
      readonly text: string;
      readonly at: Instant;
    }
  | {
      readonly is: 'ticket';
      readonly ticket: string;
      readonly title: string;
      readonly text: string;
      readonly at: Instant;
      readonly quote?: string;
    }
  | {
      readonly is: 'tool';
      readonly call: string;
      readonly server: string;
      readonly tool: string;
      readonly text: string;
      readonly at: Instant;
      readonly quote?: string;
    };

export interface NumberedEvidence {
  readonly number: number;
  readonly evidence: Evidence;
}

/**
 * Evidence of one answer, each piece once, numbered from 1 in the order in which it came up. Secrets are taken out as
 * a whole text comes in: a piece of it that is cut out later may have lost the word that tells one.
 */
export class EvidenceLedger {
  readonly #numbers = new Map<string, number>();
  readonly #all: Evidence[] = [];
  readonly #withoutSecrets: (text: string) => string;

  constructor(withoutSecrets: (text: string) => string = (text) => text) {
    this.#withoutSecrets = withoutSecrets;
  }

  /** @returns its number, the old one where it is known; facts and quotes of the same thing are joined */
  add(given: Evidence): number {
    const evidence = bareEvidence(given, this.#withoutSecrets);
    const key = keyOf(evidence);
    const known = this.#numbers.get(key);
    if (known !== undefined) {
      const before = this.#all[known - 1];
      if (before) this.#all[known - 1] = joined(before, evidence);
      return known;
    }
    this.#all.push(evidence);
    this.#numbers.set(key, this.#all.length);
    return this.#all.length;
  }

  get(number: number): Evidence | undefined {
    return this.#all[number - 1];
  }

  get all(): readonly NumberedEvidence[] {
    return this.#all.map((evidence, place) => ({ number: place + 1, evidence }));
  }
}

function bareEvidence(evidence: Evidence, bare: (text: string) => string): Evidence {
  switch (evidence.is) {
    case 'passage':
      return { ...evidence, passage: { ...evidence.passage, text: bare(evidence.passage.text) } };
    case 'entity':
      return {
        ...evidence,
        // `password: x` is told by its label.
        facts: evidence.facts.map((fact) => {
          const whole = bare(`${fact.label}: ${fact.text}`);
          return whole.startsWith(`${fact.label}: `)
            ? { ...fact, text: whole.slice(fact.label.length + 2) }
            : { ...fact, text: bare(fact.text) };
        }),
      };
    case 'change':
    case 'ticket':
    case 'tool':
      return { ...evidence, text: bare(evidence.text) };
    default:
      return evidence satisfies never;
  }
}

function keyOf(evidence: Evidence): string {
  switch (evidence.is) {
    case 'passage':
      return `passage ${evidence.passage.id}`;
    case 'entity':
      return `entity ${evidence.id}`;
    case 'change':
      return `change ${evidence.id}`;
    case 'ticket':
      return `ticket ${evidence.ticket}`;
    case 'tool':
      return `tool ${evidence.call}`;
    default:
      return evidence satisfies never;
  }
}

function joined(before: Evidence, now: Evidence): Evidence {
  if (before.is === 'entity' && now.is === 'entity') {
    const known = new Set(before.facts.map(({ path, text }) => `${path} ${text}`));
    const more = now.facts.filter(({ path, text }) => !known.has(`${path} ${text}`));
    return more.length === 0 ? before : { ...before, facts: [...before.facts, ...more] };
  }
  return before;
}

/** All that a piece of evidence says, as text: what a statement is checked against. */
export function evidenceText(evidence: Evidence): string {
  switch (evidence.is) {
    case 'passage':
      return [evidence.passage.title, ...evidence.passage.headings, evidence.passage.text].join('\n');
    case 'entity':
      return [
        `${evidence.name} (${evidence.kind}, ${evidence.id})`,
        ...evidence.facts.map(({ label, text }) => `${label}: ${text}`),
        `seen ${evidence.observedAt}`,
      ].join('\n');
    case 'change':
      return `${evidence.at} ${evidence.name}: ${evidence.text}`;
    case 'ticket':
      return `${evidence.ticket} ${evidence.title}\n${evidence.text}`;
    case 'tool':
      return evidence.text;
    default:
      return evidence satisfies never;
  }
}

/** Where it comes from, for the operator and for the model. */
export function evidenceSource(evidence: Evidence): string {
  switch (evidence.is) {
    case 'passage': {
      const { origin, title } = evidence.passage;
      return origin.is === 'file'
        ? `file ${origin.folder}/${origin.file}`
        : origin.is === 'note'
          ? `note in ${origin.document}`
          : `document ${title}`;
    }
    case 'entity':
      return `${evidence.kind} ${evidence.name}`;
    case 'change':
      return `change of ${evidence.name}`;
    case 'ticket':
      return `ticket ${evidence.ticket}`;
    case 'tool':
      return `${evidence.tool} of ${evidence.server}`;
    default:
      return evidence satisfies never;
  }
}

/** @param quote What of it is cited, where it is a text; without one, its beginning */
export function citationOf(evidence: Evidence, number: number, quote?: string): Citation {
  switch (evidence.is) {
    case 'passage': {
      const { passage } = evidence;
      return {
        is: 'passage',
        number,
        passage: passage.id,
        title: passage.title,
        headings: [...passage.headings],
        quote: quote ?? evidence.quote ?? beginning(passage.text),
        origin: passage.origin,
        at: passage.at,
      };
    }
    case 'entity':
      return {
        is: 'entity',
        number,
        id: evidence.id,
        kind: evidence.kind,
        name: evidence.name,
        facts: evidence.facts.map((fact) => ({ ...fact })),
        observedAt: evidence.observedAt,
      };
    case 'change':
      return {
        is: 'change',
        number,
        entity: evidence.entity,
        name: evidence.name,
        path: evidence.path,
        text: evidence.text,
        at: evidence.at,
      };
    case 'ticket':
      return {
        is: 'ticket',
        number,
        ticket: evidence.ticket,
        title: evidence.title,
        quote: quote ?? evidence.quote ?? beginning(evidence.text),
        at: evidence.at,
      };
    case 'tool':
      return {
        is: 'tool',
        number,
        call: evidence.call,
        server: evidence.server,
        tool: evidence.tool,
        quote: quote ?? evidence.quote ?? beginning(evidence.text),
        at: evidence.at,
      };
    default:
      return evidence satisfies never;
  }
}

const longestQuote = 300;

/** The first lines, cut at the end of a word. */
function beginning(text: string): string {
  if (text.length <= longestQuote) return text.trim();
  return text.slice(0, longestQuote).replace(/\S+$/, '').trim();
}

/** What a citation of elsewhere says, as evidence of an answer of its own. */
export function evidenceOf(citation: Citation): Evidence {
  switch (citation.is) {
    case 'passage': {
      const { passage: id, title, headings, quote, origin, at } = citation;
      return { is: 'passage', passage: { id, origin, title, headings, text: quote, at }, quote };
    }
    case 'entity': {
      const { id, kind, name, facts, observedAt } = citation;
      return { is: 'entity', id, kind: kind as EntityKind, name, facts, observedAt };
    }
    case 'change': {
      const { entity, name, path, text, at } = citation;
      return { is: 'change', id: `${entity} ${path} ${at}`, entity, name, path, text, at };
    }
    case 'ticket': {
      const { ticket, title, quote, at } = citation;
      return { is: 'ticket', ticket, title, text: quote, at, quote };
    }
    case 'tool': {
      const { call, server, tool, quote, at } = citation;
      return { is: 'tool', call, server, tool, text: quote, at, quote };
    }
    default:
      return citation satisfies never;
  }
}
