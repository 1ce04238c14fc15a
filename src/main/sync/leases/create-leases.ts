import type { Clock } from '../../platform/clock.ts';
import { DomainError } from '../../platform/errors.ts';
import { createListeners } from '../../platform/listeners.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Random } from '../../platform/random.ts';
import { CouchError } from '../couch/couch-error.ts';
import type { SharedServer } from '../sync.ts';
import { askLeases } from './couch-leases.ts';
import { leaseTimes, LeaseProtocol, type LeaseAnswer, type LeaseTimes } from './lease-protocol.ts';
import { LedElsewhere, type Leadership, type Leases, type Led } from './leases.ts';

export interface LeasesPorts {
  /** The server that is configured; undefined: nothing is shared. */
  readonly server: () => SharedServer | undefined;
  /** Somebody wants nothing to be shared for a while: what is led is released at once. */
  readonly isPaused: () => boolean;
  readonly workstation: () => Promise<string>;
  /** The highest fence that anything of the task carries here. */
  readonly floor: (task: string) => Promise<number>;
  /** Milliseconds that go on while the machine sleeps. */
  readonly monotonicMs: () => number;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly random: Random;
  readonly logger: Logger;
  readonly times?: LeaseTimes;
}

/** One process's part in the protocol with one server. */
interface Session {
  readonly server: SharedServer;
  readonly protocol: LeaseProtocol;
  /** Whether the server has answered a round as a whole, the last time it was asked. */
  answered: boolean;
}

/** So long is waited before an account that may not lead is tried again. */
const refusedForMs = 60_000;
const afterFaultMs = 1_000;
const afterSilenceMs = 3_000;
/** Rounds until it is known who leads: one to look, one to take, one more where somebody was quicker. */
const settlingRounds = 3;
/** When work does not end after its signal, the others learn of it by silence instead. */
const graceMs = 5_000;

export function createLeases(ports: LeasesPorts): Leases {
  const { clock, random, logger, monotonicMs } = ports;
  const listeners = createListeners<undefined>((error) =>
    logger.error({ err: error }, 'a listener of the leases failed'),
  );
  const lifetime = new AbortController();
  const works = new Set<{
    readonly task: string;
    readonly lost: () => void;
    readonly ended: Promise<unknown>;
  }>();
  const asked = new Map<string, number>();
  let wanted: readonly string[] = [];
  let session: Session | undefined;
  let fault: string | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let refusedUntil = Number.NEGATIVE_INFINITY;
  let rounds: Promise<unknown> = Promise.resolve();
  let loop: Promise<void> | undefined;
  let nudge = new AbortController();
  let known = '';

  /** The session with the server that is configured now; another server is another session. */
  async function current(): Promise<Session | undefined> {
    const server = ports.isPaused() || lifetime.signal.aborted ? undefined : ports.server();
    if (session && session.server.client === server?.client) return session;
    const before = session;
    session = undefined;
    if (before) await end(before);
    if (!server) return undefined;
    const workstation = await ports.workstation();
    session = {
      server,
      answered: false,
      protocol: new LeaseProtocol({
        workstation,
        session: random.id(20),
        operator: () => server.user,
        monotonicMs,
        ...(ports.times && { times: ports.times }),
      }),
    };
    return session;
  }

  async function drive(one: Session, signal: AbortSignal): Promise<void> {
    const { protocol, server } = one;
    const round = protocol.round();
    let step = round.next();
    while (step.done !== true) {
      const request = step.value;
      let answer: LeaseAnswer;
      if (request.ask === 'floor') answer = { came: 'floor', fence: await ports.floor(request.task) };
      else {
        const got = await askLeases(server, request, signal);
        answer = got;
        if (got.came === 'nothing') failed(got.fault);
        else if (request.ask === 'put') fault = undefined;
      }
      step = round.next(answer);
    }
    one.answered = step.value;
    const before = fault;
    if (one.answered && monotonicMs() >= refusedUntil) fault = undefined;
    if (protocol.isDoubled) {
      if (before !== doubled) logger.warn({ workstation: protocol.workstation }, doubled);
      fault = doubled;
    }
  }

  function failed(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (fault !== text) logger.warn({ err: error }, 'leases could not be asked for');
    fault = text;
    // Whoever has no right to lead does not ask again and again.
    if (error instanceof CouchError && error.fault === 'forbidden')
      refusedUntil = monotonicMs() + refusedForMs;
  }

  /** One after the other: a round that overtakes another would not know what it knows. */
  function round(): Promise<Session | undefined> {
    const next = rounds.then(async () => {
      const one = await current();
      if (!one) return undefined;
      const { protocol } = one;
      const now = new Set(monotonicMs() < refusedUntil ? [] : [...wanted, ...asked.keys()]);
      for (const task of protocol.wanted) if (!now.has(task)) protocol.release(task);
      for (const task of now) protocol.want(task);
      await drive(one, lifetime.signal);
      triedAt = monotonicMs();
      judge();
      return one;
    });
    rounds = next.catch(() => undefined);
    return next;
  }

  /** Ends work whose lease is not sure any more, and tells whoever wants to know. */
  function judge(): void {
    for (const { task, lost } of works) if (of(task).is !== 'here') lost();
    const now = JSON.stringify([...leaders(), led(), fault]);
    if (now === known) return;
    known = now;
    listeners.emit(undefined);
  }

  async function run(): Promise<void> {
    while (!lifetime.signal.aborted) {
      nudge = new AbortController();
      let waitMs = (ports.times ?? leaseTimes).beatEveryMs;
      try {
        const one = await round();
        if (one) waitMs = Math.max(one.protocol.nextRoundInMs(), one.answered ? 0 : afterFaultMs);
      } catch (error) {
        if (!lifetime.signal.aborted) logger.error({ err: error }, 'leases could not be looked after');
        waitMs = afterFaultMs;
      }
      if (lifetime.signal.aborted) return;
      await clock.sleep(waitMs, nudge.signal).catch(() => undefined);
    }
  }

  async function end({ protocol, server }: Session): Promise<void> {
    const mine = [...works];
    for (const { lost } of mine) lost();
    const timer = new AbortController();
    await Promise.race([
      Promise.allSettled(mine.map(({ ended }) => ended)),
      clock.sleep(graceMs, timer.signal).catch(() => undefined),
    ]);
    timer.abort();
    protocol.close();
    const last = protocol.round();
    let step = last.next();
    while (step.done !== true) {
      const request = step.value;
      const answer: LeaseAnswer =
        request.ask === 'floor'
          ? { came: 'nothing' }
          : await askLeases(server, request, AbortSignal.timeout(graceMs));
      step = last.next(answer);
    }
    judge();
  }

  function of(task: string): Leadership {
    if (!ports.server()) return { is: 'alone' };
    if (ports.isPaused()) return { is: 'unsure', reason: 'sharing is paused' };
    if (!session) return { is: 'unsure', reason: 'the server was not asked yet' };
    const held = session.protocol.leads(task);
    if (held) return { is: 'here', ...held };
    if (!session.answered) return { is: 'unsure', reason: fault ?? 'the server was not asked yet' };
    const holder = session.protocol.holderOf(task);
    if (holder !== undefined && holder !== session.protocol.workstation) return { is: 'elsewhere', holder };
    return { is: 'unsure', reason: fault ?? 'nobody leads it yet' };
  }

  async function settle(task: string, signal?: AbortSignal): Promise<Leadership> {
    asked.set(task, (asked.get(task) ?? 0) + 1);
    try {
      for (let i = 0; i < settlingRounds; i += 1) {
        const is = of(task);
        if (is.is === 'alone' || is.is === 'here' || ports.isPaused()) return is;
        // Who was seen to lead a moment ago may have ended since.
        if (is.is === 'elsewhere' && i > 0) return is;
        signal?.throwIfAborted();
        // Many tasks that are asked for at once do not each wait for a server that has just not answered.
        if (session?.answered === false && monotonicMs() - triedAt < afterSilenceMs) return is;
        const one = await round();
        if (!one?.answered) break;
        if (of(task).is === 'unsure') await clock.sleep(one.protocol.nextRoundInMs(), signal);
      }
      return of(task);
    } finally {
      forgetAsked(task);
    }
  }

  function forgetAsked(task: string): void {
    const left = (asked.get(task) ?? 1) - 1;
    if (left > 0) asked.set(task, left);
    else asked.delete(task);
  }

  async function lead<T>(task: string, work: (led: Led) => Promise<T>, signal?: AbortSignal): Promise<T> {
    begin();
    asked.set(task, (asked.get(task) ?? 0) + 1);
    try {
      const is = await upToDate(task, await settle(task, signal), signal);
      switch (is.is) {
        case 'alone': {
          return await work({ signal: signal ?? lifetime.signal, fence: () => undefined });
        }
        case 'elsewhere':
          throw new LedElsewhere(task, is.holder);
        case 'unsure':
          throw new DomainError('lease-unsure', `It is not known who leads ${task}: ${is.reason}.`);
        case 'here':
          return await leading(task, is.fence, work, signal);
      }
    } finally {
      forgetAsked(task);
      nudge.abort();
    }
  }

  /** What came from others may carry a higher fence than the lease: the server was taken back to an earlier state. */
  async function upToDate(task: string, is: Leadership, signal?: AbortSignal): Promise<Leadership> {
    if (is.is !== 'here' || (await ports.floor(task)) <= is.fence) return is;
    session?.protocol.outdated(task);
    return settle(task, signal);
  }

  async function leading<T>(
    task: string,
    fence: number,
    work: (led: Led) => Promise<T>,
    outer: AbortSignal | undefined,
  ): Promise<T> {
    const own = new AbortController();
    const isSure = () => {
      const is = of(task);
      return is.is === 'here' && is.fence === fence;
    };
    const lost = () => own.abort(leaseLost(task));
    const signal = outer ? AbortSignal.any([own.signal, outer]) : own.signal;
    const done = new AbortController();
    const ended = (async () =>
      work({
        signal,
        fence: () => {
          if (isSure() && !own.signal.aborted) return fence;
          lost();
          throw leaseLost(task);
        },
      }))();
    const entry = { task, lost, ended };
    works.add(entry);
    void watch(task, fence, lost, done.signal);
    try {
      return await ended;
    } catch (error) {
      // What ended because the lease did says so, whatever it made of its signal.
      if (own.signal.aborted && outer?.aborted !== true) throw leaseLost(task);
      throw error;
    } finally {
      works.delete(entry);
      done.abort();
    }
  }

  /** Beats may stop coming: the lease then ends by itself, and nothing else would say so. */
  async function watch(task: string, fence: number, lost: () => void, done: AbortSignal): Promise<void> {
    for (;;) {
      const is = of(task);
      if (is.is !== 'here' || is.fence !== fence) {
        lost();
        return;
      }
      try {
        await clock.sleep(Math.max(1, is.sureUntil - monotonicMs()), done);
      } catch {
        return;
      }
    }
  }

  function led(): readonly string[] {
    return session ? [...session.protocol.wanted].filter((task) => of(task).is === 'here').toSorted() : [];
  }

  function leaders(): ReadonlyMap<string, string> {
    return session?.protocol.holders() ?? new Map();
  }

  function begin(): void {
    if (ports.server()) loop ??= run();
  }

  return {
    of,
    want(tasks) {
      wanted = tasks;
      nudge.abort();
    },
    settle(task, signal) {
      begin();
      return settle(task, signal);
    },
    lead,
    led,
    leaders,
    get fault() {
      return fault;
    },
    onChanged: (listener) => listeners.add(listener),
    start() {
      loop ??= run();
    },
    async close() {
      if (lifetime.signal.aborted) return;
      // What is asked just now is answered first, so that nothing is written after the release.
      const last = rounds;
      const before = session;
      session = undefined;
      lifetime.abort(new DomainError('stopping', 'The application stops.'));
      nudge.abort();
      await last;
      await loop;
      if (before) await end(before);
    },
  };
}

const doubled = 'another process leads under the name of this workstation: its data directory was copied';

const leaseLost = (task: string): DomainError =>
  new DomainError('lease-lost', `This workstation does not lead ${task} any more.`, {
    hint: 'Another workstation goes on with it, or this one as soon as the server answers.',
  });
