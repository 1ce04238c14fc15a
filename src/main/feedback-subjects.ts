import { z } from 'zod';
import { diagnosisSchema } from '../shared/model/diagnosis.ts';
import type { FeedbackAbout } from '../shared/model/feedback.ts';
import { entityIdSchema, type EntityId } from '../shared/model/ids.ts';
import type { FeedbackCell } from './feedback/feedback.ts';
import type { InventoryView } from './inventory/view.ts';
import { DomainError } from './platform/errors.ts';
import { targetClassOf, targetClassOfId } from './reliability/target-class.ts';
import type { Store } from './store/store.ts';

/** What feedback needs of the records that it is about: they may have more. */
const remediationSchema = z.object({
  action: z.string(),
  target: entityIdSchema,
  targetClass: z.string().optional(),
  cause: z.string(),
});
const ticketSchema = z.object({ diagnosis: diagnosisSchema.optional() });
const conversationSchema = z.object({
  operator: z.string(),
  messages: z.array(z.object({ id: z.string() })),
});

export interface FeedbackSubjectPorts {
  readonly store: Pick<Store, 'remediations' | 'tickets' | 'conversations'>;
  readonly view: () => Promise<InventoryView>;
}

/**
 * Finds what somebody has an opinion of, and which part of the history that concerns: an opinion of a diagnosis is one
 * of the first thing that it proposes.
 */
export function feedbackSubjects({ store, view }: FeedbackSubjectPorts) {
  const classOf = async (id: EntityId) => {
    const entity = (await view()).get(id);
    return entity ? targetClassOf(entity) : targetClassOfId(id);
  };

  return async function cellOf(about: FeedbackAbout, operator: string): Promise<FeedbackCell | undefined> {
    switch (about.is) {
      case 'proposal':
      case 'outcome': {
        const found = remediationSchema.safeParse(await store.remediations.get(about.remediation));
        if (!found.success) throw notFound('remediation', about.remediation);
        const { action, target, targetClass, cause } = found.data;
        return { action, targetClass: targetClass ?? (await classOf(target)), cause };
      }
      case 'diagnosis': {
        const found = ticketSchema.safeParse(await store.tickets.get(about.ticket));
        if (!found.success) throw notFound('ticket', about.ticket);
        const { diagnosis } = found.data;
        const proposal = diagnosis?.proposals[0];
        if (!diagnosis || !proposal) return undefined;
        const cause = diagnosis.hypotheses[proposal.hypothesis]?.pattern ?? '';
        return { action: proposal.action, targetClass: await classOf(proposal.target), cause };
      }
      case 'answer': {
        const found = conversationSchema.safeParse(await store.conversations.get(about.conversation));
        // Nobody gets to know of another's conversations, not even that there are any.
        const own = found.success && found.data.operator === operator;
        if (!own || !found.data.messages.some(({ id }) => id === about.message)) {
          throw notFound('conversation', about.conversation);
        }
        return undefined;
      }
    }
  };
}

function notFound(what: 'remediation' | 'ticket' | 'conversation', id: string): DomainError {
  return new DomainError(`${what}-not-found`, `There is no ${what} "${id}".`, {
    hint: 'It may have been removed meanwhile.',
  });
}
