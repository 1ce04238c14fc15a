import type { EntityId, Instant } from '../../shared/model/ids.ts';

/** A problem to find the cause of, as far as finding it goes. */
export interface TicketToResolve {
  /** Of a ticket that is kept; it is never similar to itself. */
  readonly id?: string;
  readonly title: string;
  readonly body: string;
  /** What it is linked with already. */
  readonly entities: readonly EntityId[];
  /** When the trouble was noticed: what changed shortly before counts. */
  readonly at: Instant;
}

export const ticketText = ({ title, body }: Pick<TicketToResolve, 'title' | 'body'>): string =>
  [title, body].filter((part) => part !== '').join('\n');
