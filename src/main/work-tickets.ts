import { isDeepStrictEqual } from 'node:util';
import type { Diagnosis, Hypothesis, Proposal } from '../shared/model/diagnosis.ts';
import type { EntityId } from '../shared/model/ids.ts';
import type { Remediation } from '../shared/model/remediation.ts';
import { activeStates, endedStates } from '../shared/model/remediation.ts';
import type { Ticket } from '../shared/model/ticket.ts';
import type { TicketSettings } from '../shared/model/ticket-settings.ts';
import { isOpenTicket } from '../shared/model/ticket-transitions.ts';
import type { Inventory } from './inventory/inventory.ts';
import type { Clock } from './platform/clock.ts';
import { DomainError } from './platform/errors.ts';
import type { Logger } from './platform/logger.ts';
import { createOneAtATime } from './platform/one-at-a-time.ts';
import type { Actor, ChangedWhere, Remediations } from './remediation/remediations.ts';
import type { Scheduler, StartedRun } from './scheduler/scheduler.ts';
import { createTicketSettling } from './settle-tickets.ts';
import { application } from './tickets/change-ticket.ts';
import type { TicketDesk } from './tickets/desk.ts';
import { groupTickets, type TicketCluster } from './tickets/group-tickets.ts';
import type { ResolutionStep, TicketResolution } from './tickets/resolve-ticket.ts';
import type { TicketHead } from './tickets/ticket-heads.ts';
import type { Topology } from './topology/topology.ts';

export interface TicketWorkPorts {
  readonly desk: TicketDesk;
  readonly resolution: TicketResolution;
  readonly inventory: Pick<Inventory, 'view' | 'onChanged'>;
  readonly topology: Pick<Topology, 'blastRadius'>;
  readonly scheduler: Pick<Scheduler, 'runOnce' | 'cancel' | 'isRunning'>;
  readonly remediations: Pick<Remediations, 'propose' | 'get' | 'list' | 'cancel' | 'onChanged'>;
  /** Collects what an entity belongs to, begun after the call; never fails. */
  readonly collected: (entity: EntityId) => Promise<void>;
  readonly settings: () => TicketSettings;
  /** Where state is shared, one workstation works on tickets by itself for all; absent: this one does. */
  readonly automation?: {
    isHere(): boolean;
    /** It may be another's by now, or this one's. @returns what ends it */
    onChanged(listener: () => void): () => void;
  };
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface DiagnosedTicket {
  readonly ticket: Ticket;
  readonly run: string;
  readonly proposed: readonly string[];
  readonly notProposed: readonly {
    readonly action: string;
    readonly target: string;
    readonly reason: string;
  }[];
}

/** What becomes of tickets by itself: they are put together, diagnosed once for each group, and remedies proposed. */
export interface TicketWork {
  /** From now on new tickets are worked on by themselves; those that wait from before as well. */
  start(): void;
  /**
   * Works out the cause of one, keeps it there and proposes what may be done, as a job.
   * @throws DomainError ticket-not-found | diagnosis-failed
   */
  diagnose(
    id: string,
    options: {
      readonly model: boolean;
      readonly by: Actor;
      readonly signal: AbortSignal;
      readonly progress: (step: ResolutionStep | 'queued' | 'proposing') => void;
    },
  ): Promise<DiagnosedTicket>;
  /** Puts open tickets together by what probably causes them. */
  group(): Promise<readonly TicketCluster[]>;
  close(): Promise<void>;
}

/** A burst is looked at as one: so long nothing new comes, or so long at most. */
const quietMs = 500;
const longestWaitMs = 3_000;
/** Diagnoses that are queued at a time; whatever came meanwhile may change what else is worth one. */
const mostAtOnce = 20;
const againMs = 2_000;

const itself: Actor = { operator: application, role: 'operator', via: 'scheduler' };

export function createTicketWork(ports: TicketWorkPorts): TicketWork {
  const { desk, resolution, scheduler, remediations, settings, clock, logger } = ports;
  const lifetime = new AbortController();
  const inOrder = createOneAtATime();
  const waiting = new Set<string>();
  const diagnosing = new Set<string>();
  /** Tickets that a remediation of another ticket does as well what theirs would have done. */
  const sharing = new Map<string, Set<string>>();
  const settling = createTicketSettling({
    desk,
    inventory: ports.inventory,
    remediation: (id) => remediations.get(id),
    collected: ports.collected,
    signal: lifetime.signal,
  });
  let nudge = new AbortController();
  let loop: Promise<void> | undefined;

  async function group(): Promise<readonly TicketCluster[]> {
    const [open, view] = await Promise.all([desk.heads({ open: true }), ports.inventory.view()]);
    const clusters = groupTickets(open, { view, topology: ports.topology });
    const groupOf = new Map(
      clusters.flatMap(({ group: one, tickets }) => tickets.map(({ id }) => [id, one] as const)),
    );
    for (const head of open) {
      const group = groupOf.get(head.id);
      const isSame = head.group?.id === group?.id && head.group?.cause === group?.cause;
      if (isSame && head.state !== 'new') continue;
      await desk.grouped(head.id, group).catch((error: unknown) => {
        // It was ended or taken away meanwhile.
        logger.debug({ err: error, ticket: head.id }, 'a ticket could not be grouped');
      });
    }
    return clusters;
  }

  /**
   * Each group is diagnosed once, by the ticket that stands for it; whoever is alone stands for itself.
   * @returns whether something still waits
   */
  async function work(): Promise<boolean> {
    if (ports.automation?.isHere() === false) return false;
    const clusters = await group();
    const grouped = new Set(clusters.flatMap(({ tickets }) => tickets.map(({ id }) => id)));
    const open = await desk.heads({ open: true });
    const alone = open.filter(({ id }) => !grouped.has(id));
    const leads = [
      ...clusters
        .filter((one) => isForCause(one) || one.tickets.every(needsDiagnosis))
        .map(({ lead }) => lead),
      ...alone,
    ]
      .filter((head) => needsDiagnosis(head) && !diagnosing.has(head.id))
      .toSorted(gravestFirst);
    if (!settings().diagnose) return false;
    const room = scheduler.isRunning ? Math.max(0, mostAtOnce - diagnosing.size) : 0;
    for (const { id } of leads.slice(0, room)) {
      const { signal } = lifetime;
      diagnosing.add(id);
      start(id, { model: true, by: itself, progress: () => {} })
        .then(({ finished }) => finished)
        .catch((error: unknown) => {
          if (!signal.aborted) logger.warn({ err: error, ticket: id }, 'a ticket could not be diagnosed');
        })
        .finally(() => diagnosing.delete(id));
    }
    return leads.length > room;
  }

  async function run(): Promise<void> {
    while (!lifetime.signal.aborted) {
      if (waiting.size === 0) {
        nudge = new AbortController();
        await clock.sleep(3_600_000, AbortSignal.any([nudge.signal, lifetime.signal])).catch(() => {});
        if (lifetime.signal.aborted) return;
      }
      const begunMs = clock.monotonicMs();
      let seen = -1;
      while (seen !== waiting.size && clock.monotonicMs() - begunMs < longestWaitMs) {
        seen = waiting.size;
        await clock.sleep(quietMs, lifetime.signal).catch(() => {});
      }
      if (lifetime.signal.aborted) return;
      waiting.clear();
      try {
        if (await work()) {
          await clock.sleep(againMs, lifetime.signal).catch(() => {});
          waiting.add('');
        }
      } catch (error) {
        logger.error(
          { err: error },
          'new tickets could not be worked on; they are looked at with the next one',
        );
      }
    }
  }

  async function start(
    id: string,
    { model, by, progress }: Pick<Parameters<TicketWork['diagnose']>[1], 'model' | 'by' | 'progress'>,
  ): Promise<{
    run: StartedRun['run'];
    finished: StartedRun['finished'];
    result: () => DiagnosedTicket | undefined;
    failure: () => unknown;
  }> {
    let result: DiagnosedTicket | undefined;
    let failure: unknown;
    const started = await scheduler.runOnce(
      {
        name: 'diagnosis',
        queue: 'auto-remediation',
        schedule: 'manual',
        singleFlightKey: `ticket ${id}`,
        retries: 0,
        run: async (job) => {
          const { signal } = job;
          try {
            const ticket = await toDiagnose(id);
            const diagnosis = await resolution.resolveTicket(
              { id, title: ticket.title, body: bodyOf(ticket), entities: aboutOf(ticket), at: ticket.since },
              { signal, model, progress },
            );
            const kept = await desk.diagnosed(id, diagnosis, by.operator);
            progress('proposing');
            const { proposed, notProposed } = await propose(kept, diagnosis, by, signal);
            for (const one of notProposed)
              job.log(`${one.action} on ${one.target} was not proposed: ${one.reason}`);
            result = { ticket: (await desk.get(id)) ?? kept, run: started.run.id, proposed, notProposed };
            return `${id}: ${diagnosis.summary}`;
          } catch (error) {
            failure = error;
            throw error;
          }
        },
      },
      by.via === 'scheduler' ? 'event' : 'operator',
    );
    if (started.run.outcome === 'queued') progress('queued');
    return { ...started, result: () => result, failure: () => failure };
  }

  async function toDiagnose(id: string): Promise<Ticket> {
    const ticket = await desk.get(id);
    if (ticket) return ticket;
    throw new DomainError('ticket-not-found', `There is no ticket "${id}".`, {
      hint: '`datacenter-docs tickets list` shows those there are.',
    });
  }

  async function propose(ticket: Ticket, diagnosis: Diagnosis, by: Actor, signal: AbortSignal) {
    const proposed: string[] = [];
    const notProposed: { action: string; target: string; reason: string }[] = [];
    if (!isOpenTicket(ticket)) return { proposed, notProposed };
    for (const one of diagnosis.proposals) {
      try {
        const request = requestOf(ticket, one, diagnosis, await experienceWith(one.action, diagnosis));
        const { id } = await remediations.propose(request, by, signal);
        proposed.push(id);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof DomainError)) throw error;
        notProposed.push({ action: one.action, target: one.targetName, reason: error.message });
        if (error.code === 'duplicate-remediation') await share(ticket.id, one);
      }
    }
    return { proposed, notProposed };
  }

  /** What another ticket has under way already is followed by this one too. */
  async function share(ticketId: string, { action, target, parameters }: Proposal): Promise<void> {
    const there = (await remediations.list({ action, target, limit: 20 })).filter(({ state }) =>
      isGoingOn(state),
    );
    const same = there.find((one) => isDeepStrictEqual(one.parameters, parameters)) ?? there[0];
    if (!same || same.ticketId === ticketId) return;
    follow(same.id, ticketId);
    await inOrder(ticketId, async () => tell(ticketId, (await remediations.get(same.id)) ?? same));
  }

  function follow(remediation: string, ticketId: string): void {
    sharing.set(remediation, (sharing.get(remediation) ?? new Set()).add(ticketId));
  }

  /** How the action went in tickets that are like this one. */
  async function experienceWith(action: string, { similar }: Diagnosis) {
    let [similarSolved, similarFailed] = [0, 0];
    for (const { ticket: ticketId } of similar) {
      for (const { state } of await remediations.list({ ticketId, action, limit: 20 })) {
        if (state === 'succeeded') similarSolved += 1;
        if (state === 'failed' || state === 'rolled-back' || state === 'rollback-failed') similarFailed += 1;
      }
    }
    return { similarSolved, similarFailed };
  }

  /** What moved while nobody listened: a process that ended told its tickets nothing more. */
  async function catchUp(): Promise<void> {
    const states = ['diagnosed', 'awaiting-approval', 'in-progress', 'reopened', 'triaged'] as const;
    for (const { id: ticketId } of await desk.heads({ states })) {
      const own = await remediations.list({ ticketId, limit: 50 });
      const moved = [...own, ...(await sharedBy(ticketId))];
      for (const one of moved.toSorted((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1))) {
        inOrder(ticketId, () => tell(ticketId, one)).catch(notTold(ticketId));
      }
    }
    for (const { id } of await desk.heads({ states: ['resolved'] })) {
      inOrder(id, () => settling.again(id)).catch(notTold(id));
    }
  }

  /** Of other tickets, and told of in this one. */
  async function sharedBy(ticketId: string): Promise<readonly Remediation[]> {
    const { events = [] } = (await desk.get(ticketId)) ?? {};
    const ids = new Set(events.flatMap((event) => (event.is === 'remediation' ? [event.remediation] : [])));
    const found: Remediation[] = [];
    for (const id of ids) {
      const one = await remediations.get(id);
      if (!one || one.ticketId === ticketId) continue;
      found.push(one);
      if (isGoingOn(one.state)) follow(id, ticketId);
    }
    return found;
  }

  /** In the order in which they happened: what is said of one remediation never overtakes what was said before. */
  function followed(remediation: Remediation, where: ChangedWhere): void {
    const { id, state, journal } = remediation;
    // Where it was done, its own ticket is told; which others follow it may be known here alone.
    const ticketId = where === 'here' ? remediation.ticketId : undefined;
    // That alerts are told of again is no news about what was remedied.
    if (journal.at(-1)?.is.startsWith('silence') === true) return;
    const others = sharing.get(id) ?? [];
    for (const one of new Set([...(ticketId === undefined ? [] : [ticketId]), ...others])) {
      inOrder(one, () => tell(one, remediation)).catch(notTold(one));
    }
    if (!isGoingOn(state)) sharing.delete(id);
  }

  async function tell(ticketId: string, remediation: Remediation): Promise<void> {
    const others = await remediations.list({ ticketId, limit: 200 });
    const open = others.some(({ id, state }) => id !== remediation.id && isUnderWay(state));
    await desk.remediationMoved(remediation, open, ticketId);
    const ticket = await desk.get(ticketId);
    // What was read back as mended may be over, unless something else of it still runs. What only waits for somebody to
    // decide is withdrawn with it.
    const runs = others.some(({ id, state }) => id !== remediation.id && isTakenUp(state));
    if (ticket?.state === 'resolved' && remediation.state === 'succeeded' && !runs) {
      await settling.remedied(ticketId, remediation);
    }
  }

  const notTold = (ticketId: string) => (error: unknown) =>
    logger.error({ err: error, ticket: ticketId }, 'a ticket could not be told of its remediation');

  /** What nobody has decided on yet is withdrawn with the ticket that it is for. */
  async function withdraw(id: string): Promise<void> {
    const ticket = await desk.get(id);
    if (!ticket || isOpenTicket(ticket)) return;
    const open = await remediations.list({
      ticketId: id,
      states: ['proposed', 'awaiting-approval', 'refused'],
      limit: 50,
    });
    for (const one of open) {
      // Policy refuses it for now, and somebody has decided before: they are the one to withdraw it.
      if (one.state === 'refused' && one.approvals.length > 0) continue;
      await remediations
        .cancel(one.id, `ticket ${id} is ${ticket.state}`, itself)
        .catch((error: unknown) =>
          logger.warn(
            { err: error, remediation: one.id },
            'a remediation of an ended ticket stays in the queue',
          ),
        );
    }
  }

  const stop = [
    desk.onChanged(({ id, isNews, elsewhere = false }) => {
      if (!loop || lifetime.signal.aborted || !isNews) return;
      // Where a ticket was ended, what waits for it is withdrawn.
      if (!elsewhere)
        inOrder(`withdraw ${id}`, () => withdraw(id)).catch((error: unknown) =>
          logger.error({ err: error, ticket: id }, 'remediations of a ticket could not be looked at'),
        );
      waiting.add(id);
      nudge.abort();
    }),
    remediations.onChanged(followed),
    ports.automation?.onChanged(() => {
      if (!loop || ports.automation?.isHere() !== true) return;
      waiting.add('');
      nudge.abort();
    }),
    ports.inventory.onChanged(({ kinds }) => {
      if (!loop || lifetime.signal.aborted || !kinds.includes('finding')) return;
      for (const id of settling.waiting()) inOrder(id, () => settling.again(id)).catch(notTold(id));
    }),
  ];

  return {
    start() {
      if (loop) return;
      waiting.add('');
      loop = run();
      catchUp().catch((error: unknown) =>
        logger.error({ err: error }, 'tickets could not be told of what became of their remediations'),
      );
    },
    async diagnose(id, options) {
      const { signal } = options;
      await toDiagnose(id);
      const { run: queued, finished, result, failure } = await start(id, options);
      const cancel = () => scheduler.cancel(queued.id, 'taken back by whoever asked for it');
      signal.addEventListener('abort', cancel);
      if (signal.aborted) cancel();
      try {
        const ended = await finished;
        const done = result();
        if (done) return done;
        const failed = failure();
        if (failed instanceof DomainError && failed.code === 'ticket-not-found') throw failed;
        const reason = ended.error === undefined ? '' : `: ${ended.error.message}`;
        throw new DomainError(
          'diagnosis-failed',
          `Ticket ${id} was not diagnosed: the run ${ended.outcome}${reason}`,
          {
            hint: 'Ask again; `datacenter-docs jobs history --job diagnosis` has its log.',
            cause: failed,
          },
        );
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
    group,
    async close() {
      lifetime.abort();
      for (const end of stop) end?.();
      await loop;
    },
  };
}

const needsDiagnosis = ({ state, diagnosis }: TicketHead): boolean =>
  diagnosis === undefined && (state === 'new' || state === 'triaged');

/** The one that stands for the group is about its cause itself, and not about what follows from it. */
const isForCause = ({ group, lead }: TicketCluster): boolean =>
  group.entity !== undefined && lead.entities.some(({ id }) => id === group.entity);

const gravestFirst = (a: TicketHead, b: TicketHead): number =>
  a.priority === b.priority ? (a.since < b.since ? -1 : 1) : a.priority < b.priority ? -1 : 1;

/** Somebody has decided that it runs, or it runs. */
const isTakenUp = (state: Remediation['state']): boolean => state === 'approved' || activeStates.has(state);

const isGoingOn = (state: Remediation['state']): boolean => !endedStates.has(state);

const isUnderWay = (state: Remediation['state']): boolean => state !== 'refused' && !endedStates.has(state);

/** What labels say helps to find a cause as words do. */
function bodyOf({ text, labels, attachments }: Ticket): string {
  const said = Object.entries(labels)
    .filter(([name]) => /^(?:alertname|reason|state|phase|container|severity|job)$/.test(name))
    .map(([name, value]) => `${name}: ${value}`);
  const attached = attachments.map((one) => one.text.slice(0, 4_000));
  return [text, ...said, ...attached].join('\n').slice(0, 20_000);
}

/** The cause that its group is held together by comes first. */
const aboutOf = ({ entities, group }: Ticket) => [
  ...new Set([...(group?.entity === undefined ? [] : [group.entity]), ...entities.map(({ id }) => id)]),
];

function requestOf(
  { id, automation }: Ticket,
  proposal: Proposal,
  { hypotheses }: Diagnosis,
  experience: { readonly similarSolved: number; readonly similarFailed: number },
) {
  const { action, target, parameters, confidence, hypothesis, by } = proposal;
  return {
    ticketId: id,
    automation,
    action,
    target,
    parameters,
    cause: hypotheses[hypothesis]?.pattern ?? '',
    pattern: { strength: fitOf(hypotheses[hypothesis]), ...experience },
    confidence,
    proposedBy: by,
  };
}

/** So many points are as clear as a case gets: what was read live, and a finding that shows it. */
const clearPoints = 5;

/** How well the case fits its pattern: what speaks for it, less by what speaks against it. */
function fitOf(hypothesis: Hypothesis | undefined): number {
  const own = (hypothesis?.explained ?? []).map(({ points }) => points);
  const speaksFor = own.filter((points) => points > 0).reduce((sum, points) => sum + points, 0);
  // What stands there before anything is known speaks against each of them alike.
  const against = own
    .slice(1)
    .filter((points) => points < 0)
    .reduce((sum, points) => sum - points, 0);
  if (speaksFor === 0) return 0;
  return (speaksFor / (speaksFor + against)) * Math.min(1, speaksFor / clearPoints);
}
