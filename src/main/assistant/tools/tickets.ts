import { z } from 'zod';
import { instantSchema } from '../../../shared/model/ids.ts';
import { fold } from '../../search/fold.ts';
import type { StoredRecord } from '../../store/store.ts';
import type { Evidence } from '../evidence.ts';
import type { AssistantPorts } from '../ports.ts';
import { stem, words } from '../words.ts';
import { defineTool } from './assistant-tool.ts';

const longestTicket = 1_200;
/** Newest first; older ones are found by their own screen. */
const mostRead = 500;

export const tickets = defineTool({
  name: 'tickets',
  description: 'Tickets of this site: by words in title and text, or the newest.',
  arguments: z.object({
    words: z.string().max(300).optional(),
    limit: z.number().int().min(1).max(10).default(5),
  }),
  async run({ words: wanted, limit }, { ports, ledger }) {
    const found = await findTickets(ports.tickets, wanted ?? '', limit);
    const texts = found.map(
      (ticket) => `[${ledger.add(ticket)}] ${ticket.title}\n${ticket.text.slice(0, longestTicket)}`,
    );
    return {
      text: texts.length === 0 ? 'There is no such ticket.' : texts.join('\n\n'),
      summary: `${found.length} tickets`,
    };
  },
});

type TicketEvidence = Extract<Evidence, { is: 'ticket' }>;

export async function findTickets(
  store: AssistantPorts['tickets'],
  wanted: string,
  limit: number,
): Promise<readonly TicketEvidence[]> {
  const stored = await store.find({ selector: {}, sort: [{ updatedAt: 'desc' }], limit: mostRead });
  const all = stored.flatMap((one) => readTicket(one) ?? []);
  const asked = words(wanted).map(stem);
  if (asked.length === 0) return all.slice(0, limit);
  return all
    .map((ticket) => {
      const text = fold(`${ticket.ticket} ${ticket.title} ${ticket.text}`);
      return { ticket, hits: asked.filter((word) => text.includes(word)).length };
    })
    .filter(({ hits }) => hits * 2 >= asked.length)
    .toSorted((a, b) => b.hits - a.hits)
    .slice(0, limit)
    .map(({ ticket }) => ticket);
}

const textSchema = z.string().catch('');
const diagnosisSummary = z.object({ summary: z.string() });

/** A ticket as far as the store's collection says what one is; its feature may keep more. */
function readTicket(stored: StoredRecord): TicketEvidence | undefined {
  const at = instantSchema.safeParse(stored['updatedAt']);
  if (!at.success) return undefined;
  const state = textSchema.parse(stored['state']);
  const diagnosis = diagnosisSummary.safeParse(stored['diagnosis']);
  return {
    is: 'ticket',
    ticket: stored.id,
    title: textSchema.parse(stored['title']),
    text: [
      textSchema.parse(stored['text']),
      ...(state === '' ? [] : [`State: ${state}`]),
      ...(diagnosis.success ? [`Diagnosis: ${diagnosis.data.summary}`] : []),
    ].join('\n'),
    at: at.data,
  };
}
