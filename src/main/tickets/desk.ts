import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { Remediation } from '../../shared/model/remediation.ts';
import type { Ticket, TicketOrigin, TicketPriority, TicketState } from '../../shared/model/ticket.ts';

/** A problem as it comes in, from whoever; what is absent is worked out. */
export interface TicketIntake {
  /** Given where the same problem must be the same ticket: an alert that is sent again. */
  readonly id?: string;
  readonly title: string;
  readonly text: string;
  readonly origin: TicketOrigin;
  readonly priority?: TicketPriority;
  readonly category?: Ticket['category'];
  readonly entities?: readonly EntityId[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly attachments?: readonly { readonly name: string; readonly text: string }[];
  readonly since?: Instant;
  readonly automation?: boolean;
}

export interface TicketQuery {
  readonly states?: readonly TicketState[];
  readonly priorities?: readonly TicketPriority[];
  readonly assignee?: string;
  readonly entity?: EntityId;
  readonly group?: string;
  readonly text?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Where tickets are kept and moved on. Every change is an event of the ticket. */
export interface TicketDesk {
  /** @returns created false: it was there already, and what is new in it was noted there */
  add(intake: TicketIntake, by: string): Promise<{ readonly ticket: Ticket; readonly created: boolean }>;
  get(id: string): Promise<Ticket | undefined>;
  find(
    query: TicketQuery,
  ): Promise<{ readonly tickets: readonly Ticket[]; readonly cursor?: string; readonly total: number }>;
  comment(id: string, text: string, by: string): Promise<Ticket>;
  /** @throws DomainError ticket-not-found | ticket-transition */
  change(
    id: string,
    change: {
      readonly state?: TicketState;
      readonly priority?: TicketPriority;
      readonly category?: Ticket['category'];
      /** null: nobody. */
      readonly assignee?: string | null;
      readonly entities?: readonly EntityId[];
      readonly automation?: boolean;
      readonly reason?: string;
      readonly outcome?: Ticket['outcome'];
    },
    by: string,
  ): Promise<Ticket>;
  watch(id: string, on: boolean, by: string): Promise<Ticket>;
  diagnosed(id: string, diagnosis: Diagnosis, by: string): Promise<Ticket>;
  /** A remediation of the ticket moved on: the ticket says so, and follows where it has to. */
  remediationMoved(remediation: Remediation): Promise<void>;
  /** @returns what ends the subscription */
  onChanged(listener: (changed: { readonly id: string }) => void): () => void;
}
