import { callOf } from '../../shared/model/call-of.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { alertText } from './alert-text.ts';
import { attributeFacts, entityEvidence, keyFacts } from '../assistant/entity-facts.ts';
import { isRelevant } from '../assistant/relevance.ts';
import { EvidenceLedger, type Evidence } from '../assistant/evidence.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { FoundPassage } from '../knowledge/knowledge.ts';
import type { ResolutionPorts } from './ports.ts';
import { scopeOf, type Scope } from './scope.ts';
import { similarTickets, type SimilarTicket } from './similar-tickets.ts';
import { nearNames } from './near-names.ts';
import { ticketText, type TicketToResolve } from './ticket.ts';
import { unknownNames } from './unknown-names.ts';

type Finding = EntityOf<'finding'>;
export type Subject = Diagnosis['entities'][number];

/** Everything that is known about a ticket before anybody guesses. */
export interface TicketCase {
  readonly ticket: TicketToResolve;
  readonly text: string;
  readonly view: InventoryView;
  readonly subjects: readonly Entity[];
  readonly named: readonly Subject[];
  /** Names in the text that name nothing here. */
  readonly unknown: readonly string[];
  readonly scope: Scope;
  /** Newest first, of what is in the scope, from a day before the ticket to now. */
  readonly changes: readonly Change[];
  readonly similar: readonly SimilarTicket[];
  readonly passages: readonly FoundPassage[];
  readonly gaps: string[];
  readonly ledger: EvidenceLedger;
  readonly findingsOf: (entity: Entity) => readonly Finding[];
}

const mostSubjects = 12;
const mostPassages = 4;
const changeWindowMs = 24 * 3_600_000;
/** Older than this, what the inventory says may no longer be so. */
const staleMinutes = 150;

export async function gatherCase(
  given: TicketToResolve,
  ports: ResolutionPorts,
  {
    signal,
    withoutSecrets,
  }: { readonly signal: AbortSignal; readonly withoutSecrets: (text: string) => string },
): Promise<TicketCase> {
  const gaps: string[] = [];
  // Before anything is made of it: a secret in a ticket is nobody's to read again.
  const ticket = { ...given, title: withoutSecrets(given.title), body: withoutSecrets(given.body) };
  const text = alertText(ticketText(ticket));
  const view = await ports.inventory.view();
  const named = await subjectsOf(ticket, text, view, ports, gaps);
  const subjects = named.flatMap(({ id }) => view.get(id) ?? []);
  const unknown = unknownNames(
    text,
    named.flatMap(({ id, name, words }) => [name, words, view.get(id)?.partition ?? '', id]),
  );
  for (const name of unknown.slice(0, 5)) {
    const near = nearNames(name, view);
    gaps.push(`"${name}" is not in the inventory${near.length === 0 ? '' : `; there is ${near.join(', ')}`}`);
  }
  const scope = scopeOf(view, subjects);
  const findings = Map.groupBy(view.all('finding'), ({ attributes }) => attributes.objectId);
  const [similar, passages] = await Promise.all([
    similarTickets(
      ports.tickets,
      ticket,
      subjects.map(({ id }) => id),
    ),
    runbooks(
      text,
      { named: named.flatMap(({ name, words }) => [name, ...words.split(/\s+/)]), unknown },
      ports,
      gaps,
      signal,
    ),
  ]);
  for (const gap of await staleSources(ports, subjects)) gaps.push(gap);
  const ledger = new EvidenceLedger(withoutSecrets);
  ledger.add(ticketEvidence(ticket));
  return {
    ticket,
    text,
    view,
    subjects,
    named: named.map(({ words: _, ...subject }) => subject),
    unknown,
    scope,
    changes: changesIn(view, scope, ticket.at),
    similar: similar.map((one) => ({
      ...one,
      title: withoutSecrets(one.title),
      outcome: withoutSecrets(one.outcome),
    })),
    passages,
    gaps,
    ledger,
    findingsOf: (entity) => findings.get(entity.id) ?? [],
  };
}

export function ticketEvidence(ticket: TicketToResolve): Extract<Evidence, { is: 'ticket' }> {
  return {
    is: 'ticket',
    ticket: ticket.id ?? 'this ticket',
    title: ticket.title === '' ? ticket.body.split('\n', 1).join('').slice(0, 120) : ticket.title,
    text: ticketText(ticket),
    at: ticket.at,
  };
}

const findingPaths = new Set([
  'rule',
  'severity',
  'title',
  'object',
  'value',
  'threshold',
  'evidence',
  'openedAt',
  'remedy',
  'unconfirmed',
]);

export function findingEvidence(finding: Finding): Extract<Evidence, { is: 'entity' }> {
  return entityEvidence(
    finding,
    attributeFacts(finding, ({ path }) => findingPaths.has(path)),
  );
}

export const thingEvidence = (view: InventoryView, entity: Entity): Evidence =>
  entityEvidence(entity, keyFacts(view, entity));

async function subjectsOf(
  ticket: TicketToResolve,
  text: string,
  view: InventoryView,
  ports: ResolutionPorts,
  gaps: string[],
): Promise<(Subject & { readonly words: string })[]> {
  const found = new Map<EntityId, Subject & { readonly words: string }>();
  for (const id of ticket.entities) {
    const entity = view.get(id);
    if (entity === undefined) {
      gaps.push(`entity ${id}, which the ticket is linked with, is not in the inventory`);
      continue;
    }
    if (entity.disappearedAt !== undefined) {
      gaps.push(`${kindDefinition(entity.kind).title} ${entity.name} is gone since ${entity.disappearedAt}`);
    }
    found.set(id, { id, kind: entity.kind, name: callOf(entity), how: 'given', words: entity.name });
  }
  for (const { id, kind, name, how, words } of await ports.knowledge.entitiesIn(text)) {
    const entity = view.get(id);
    if (entity && !found.has(id) && !isProductOnly(text, entity))
      found.set(id, { id, kind, name: callOf(entity), how, words: `${words} ${name}` });
  }
  return clearest([...found.values()], view).slice(0, mostSubjects);
}

const products = new Set(
  'kubernetes k8s vmware vsphere vcenter esxi netapp linux windows docker ceph postgres'.split(' '),
);

/** "A database in Kubernetes" is about no service of that name, unless it is called a service. */
function isProductOnly(text: string, { name, kind }: Entity): boolean {
  const lower = name.toLowerCase();
  if (!products.has(lower)) return false;
  const title = kindDefinition(kind).title.toLowerCase();
  const words = text.toLowerCase();
  return ![`${title} ${lower}`, `${lower} ${title}`, `/${lower}`, `"${lower}"`].some((one) =>
    words.includes(one),
  );
}

/**
 * Of several things of one name (`Ethernet49`, on every switch) those are meant that were given, or are part of
 * something else that the ticket names; what has its name alone comes first.
 */
function clearest<S extends Subject & { readonly words: string }>(
  subjects: readonly S[],
  view: InventoryView,
): readonly S[] {
  const named = new Set(subjects.filter(({ how }) => how !== 'misspelt').map(({ id }) => id));
  const alike = Map.groupBy(subjects, ({ id, kind }) => `${kind} ${view.get(id)?.name.toLowerCase() ?? id}`);
  const isPlaced = ({ id }: S): boolean => {
    const entity = view.get(id);
    const wholes = entity
      ? (['part-of', 'member-of', 'runs-on'] as const).flatMap((type) => view.outbound(entity, type))
      : [];
    return wholes.some((whole) => named.has(whole.id));
  };
  const groups = [...alike.values()].map((group) => {
    if (group.length === 1) return group;
    const meant = group.filter((one) => one.how === 'given' || isPlaced(one));
    return meant.length > 0 ? meant : group;
  });
  return groups.toSorted((a, b) => Number(a.length > 1) - Number(b.length > 1)).flat();
}

/** Passages that people wrote and that are about what the ticket tells, or speak of what it names. */
async function runbooks(
  text: string,
  names: { readonly named: readonly string[]; readonly unknown: readonly string[] },
  { knowledge, logger }: ResolutionPorts,
  gaps: string[],
  signal: AbortSignal,
): Promise<readonly FoundPassage[]> {
  try {
    const told = text.slice(0, 2_000);
    // No runbook knows what a thing of this estate is called.
    const about = without(told, [...names.named, ...names.unknown]);
    const { passages } = await knowledge.find(told, {
      limit: mostPassages,
      about,
      filter: { origins: ['file', 'note'] },
      signal,
    });
    const called = names.named.filter((name) => name.length > 2).map((name) => name.toLowerCase());
    return passages.filter((passage) => {
      const words = `${passage.title} ${passage.text}`.toLowerCase().split(/[^\p{L}\p{N}._:/@-]+/u);
      return isRelevant(about, passage) || called.some((name) => words.includes(name));
    });
  } catch (error) {
    signal.throwIfAborted();
    logger.warn({ err: error }, 'runbooks could not be searched for a ticket');
    gaps.push('runbooks and notes could not be searched');
    return [];
  }
}

function without(text: string, names: readonly string[]): string {
  const bare = new Set(names.map((name) => name.toLowerCase()));
  return text.replaceAll(/[\p{L}\p{N}](?:[\p{L}\p{N}._:/@-]*[\p{L}\p{N}])?/gu, (word) =>
    bare.has(word.toLowerCase()) ? ' ' : word,
  );
}

async function staleSources({ inventory }: ResolutionPorts, subjects: readonly Entity[]): Promise<string[]> {
  const wanted = new Set(subjects.map(({ source, kind }) => `${source} ${kindDefinition(kind).domain}`));
  return (await inventory.freshness()).flatMap(
    ({ source, domain, ageSeconds, lastCompleteAt, lastError }) => {
      if (!wanted.has(`${source} ${domain}`)) return [];
      const why = lastError === undefined ? '' : `: ${lastError.message}`;
      if (lastCompleteAt === undefined) return [`${domain} of ${source} was never read completely${why}`];
      return ageSeconds !== undefined && ageSeconds > staleMinutes * 60
        ? [`what is known of ${domain} of ${source} is ${Math.round(ageSeconds / 3600)} h old${why}`]
        : [];
    },
  );
}

function changesIn(view: InventoryView, scope: Scope, at: Instant): readonly Change[] {
  const since = new Date(Date.parse(at) - changeWindowMs).toISOString() as Instant;
  return view.changesSince(since).filter(({ entityId, kind }) => kind !== 'finding' && scope.has(entityId));
}
