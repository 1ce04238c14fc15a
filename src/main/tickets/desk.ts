import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { Remediation } from '../../shared/model/remediation.ts';
import type { Ticket, TicketOrigin, TicketPriority, TicketState } from '../../shared/model/ticket.ts';
import type { StoredRecord } from '../store/store.ts';
import type { TicketHead } from './ticket-heads.ts';

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
  /** true: only those that somebody still has to do something about. */
  readonly open?: boolean;
  readonly priorities?: readonly TicketPriority[];
  readonly categories?: readonly Ticket['category'][];
  /** A name; empty: nobody. */
  readonly assignee?: string;
  readonly watcher?: string;
  readonly overdue?: boolean;
  readonly entity?: EntityId;
  readonly group?: string;
  readonly text?: string;
  readonly sort?: 'newest' | 'oldest' | 'priority' | 'due' | 'updated';
  readonly limit: number;
  readonly cursor?: string;
  /** From this place on; with a cursor it does not count. */
  readonly offset?: number;
  /** Only what came in by then. */
  readonly until?: Instant;
}

export interface TicketTaken {
  readonly ticket: Ticket;
  /** false: it was there already, and what is new in it was noted there. */
  readonly created: boolean;
}

export interface TicketChange {
  readonly id: string;
  /** It came, ended, came back, or is about something else: what it belongs together with may be another. */
  readonly isNews: boolean;
  /** Another workstation did it, and has seen to what follows from it. */
  readonly elsewhere?: boolean;
}

/** What is probably the same trouble. */
export type TicketGroup = NonNullable<Ticket['group']>;

/** Where tickets are kept and moved on. Every change is an event of the ticket. */
export interface TicketDesk {
  /** @returns created false: it was there already, and what is new in it was noted there */
  add(intake: TicketIntake, by: string): Promise<TicketTaken>;
  /** Many at once, in their order, without looking at the estate anew for each. */
  addAll(intakes: readonly TicketIntake[], by: string, signal?: AbortSignal): Promise<readonly TicketTaken[]>;
  get(id: string): Promise<Ticket | undefined>;
  find(query: TicketQuery): Promise<{
    readonly tickets: readonly TicketHead[];
    readonly cursor?: string;
    readonly total: number;
    /** Of what else matches, how many came in after `until`. */
    readonly newer: number;
    /** Of all that match but for their state. */
    readonly states: ReadonlyMap<TicketState, number>;
  }>;
  /** As they are kept, those that may be similar to one: by words and entities that they share. */
  alike(ticket: Pick<Ticket, 'id' | 'title' | 'text' | 'entities'>): Promise<readonly StoredRecord[]>;
  /** All that match, without pages. */
  heads(query: Omit<TicketQuery, 'limit' | 'cursor' | 'offset'>): Promise<readonly TicketHead[]>;
  comment(id: string, text: string, by: string): Promise<Ticket>;
  attach(
    id: string,
    attachment: { readonly name: string; readonly text: string },
    by: string,
  ): Promise<Ticket>;
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
  /** What a ticket belongs together with, as far as that is worked out; a new one is triaged by that. */
  grouped(id: string, group: TicketGroup | undefined): Promise<Ticket>;
  diagnosed(id: string, diagnosis: Diagnosis, by: string): Promise<Ticket>;
  /** Something of the application to say in a ticket. */
  note(id: string, text: string): Promise<Ticket>;
  /**
   * Where it came from says that it is over: closed where nobody works on it, else noted.
   * @returns unknown: there is no such ticket, or it is over already
   */
  over(
    id: string,
    told: { readonly text: string; /** When it was over; absent: now. */ readonly at?: Instant },
    by: string,
  ): Promise<'closed' | 'noted' | 'unknown'>;
  /**
   * A remediation of the ticket moved on: the ticket says so, and follows where it has to.
   * @param othersOpen Others of the ticket are still under way, or wait.
   * @param ticketId Another ticket than its own, which it helps as well.
   */
  remediationMoved(remediation: Remediation, othersOpen?: boolean, ticketId?: string): Promise<void>;
  /** Something to say of a remediation that moved no further. */
  remediationNoted(id: string, remediation: Pick<Remediation, 'id' | 'state'>, text: string): Promise<Ticket>;
  /** How many are open, by priority, and of these how many are overdue and how many nobody has. */
  figures(): Promise<{
    readonly open: Readonly<Record<TicketPriority, number>>;
    readonly overdue: number;
    readonly unassigned: number;
  }>;
  /** @returns what ends the subscription */
  onChanged(listener: (changed: TicketChange) => void): () => void;
  /** Others wrote these into the store, or removed them: lists and counts follow, and it is told. */
  storeChanged(ids: readonly string[]): Promise<void>;
}
