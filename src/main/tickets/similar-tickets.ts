import { z } from 'zod';
import { entityIdSchema, instantSchema, type EntityId, type Instant } from '../../shared/model/ids.ts';
import { stem, words } from '../assistant/words.ts';
import { fold } from '../search/fold.ts';
import type { StoredRecord } from '../store/store.ts';
import type { ResolutionPorts } from './ports.ts';
import { ticketText, type TicketToResolve } from './ticket.ts';

export interface SimilarTicket {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly at: Instant;
  /** What came of it, as far as it says. */
  readonly outcome: string;
  readonly sharedEntities: number;
  /** Pattern of the cause that it was closed with. */
  readonly pattern?: string;
  readonly succeeded?: boolean;
}

/** Newest first; what is older has faded. */
const mostRead = 1_000;
const mostSimilar = 3;
const leastShared = 0.34;

const text = z.string().catch('');
const storedSchema = z.object({
  id: z.string(),
  title: text,
  text,
  state: text,
  updatedAt: instantSchema,
  entities: z.array(z.object({ id: entityIdSchema })).catch([]),
  diagnosis: z
    .object({
      summary: text,
      hypotheses: z.array(z.object({ pattern: text })).catch([]),
    })
    .optional()
    .catch(undefined),
  /** How it ended: what was done, and whether it helped. */
  outcome: z
    .object({ summary: text, succeeded: z.boolean().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** Tickets that share words or entities with one, those with a known outcome first. */
export async function similarTickets(
  store: ResolutionPorts['tickets'],
  ticket: TicketToResolve,
  subjects: readonly EntityId[],
): Promise<readonly SimilarTicket[]> {
  const stored = await store.find({ selector: {}, sort: [{ updatedAt: 'desc' }], limit: mostRead });
  const asked = new Set(words(ticketText(ticket)).map(stem));
  const about = new Set(subjects);
  return stored
    .flatMap((record) => compare(record, ticket, asked, about) ?? [])
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, mostSimilar)
    .map(({ similar }) => similar);
}

function compare(
  record: StoredRecord,
  ticket: TicketToResolve,
  asked: ReadonlySet<string>,
  about: ReadonlySet<EntityId>,
): { readonly similar: SimilarTicket; readonly likeness: number } | undefined {
  const read = storedSchema.safeParse(record);
  if (!read.success || read.data.id === ticket.id) return undefined;
  const { id, title, text: body, state, entities, diagnosis, outcome, updatedAt } = read.data;
  const own = new Set(words(fold(`${title}\n${body}`)).map(stem));
  const shared = [...asked].filter((word) => own.has(word)).length;
  const likeness = asked.size === 0 || own.size === 0 ? 0 : shared / Math.min(asked.size, own.size);
  const sharedEntities = entities.filter((entity) => about.has(entity.id)).length;
  if (likeness < leastShared && sharedEntities === 0) return undefined;
  const [first] = diagnosis?.hypotheses ?? [];
  const said = outcome?.summary === '' ? undefined : outcome?.summary;
  return {
    likeness: likeness + Math.min(sharedEntities, 2) / 2 + (outcome === undefined ? 0 : 0.1),
    similar: {
      id,
      title,
      text: body,
      at: updatedAt,
      sharedEntities,
      outcome: said ?? (state === '' ? 'its outcome is not known' : `it is ${state}`),
      ...(first && first.pattern !== '' && { pattern: first.pattern }),
      ...(outcome?.succeeded !== undefined && { succeeded: outcome.succeeded }),
    },
  };
}
