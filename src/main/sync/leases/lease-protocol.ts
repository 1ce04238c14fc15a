import { createHash } from 'node:crypto';
import {
  leaseSchemaVersion,
  stationId,
  taskId,
  type StationDocument,
  type TaskDocument,
} from './lease-documents.ts';

export interface LeaseTimes {
  /** A station is heard of so often while it leads something, and others are looked at so often. */
  readonly beatEveryMs: number;
  /** So long after a beat began a leader is sure that nobody has taken its place. */
  readonly sureForMs: number;
  /**
   * So long a leader and its lease have to stand still, by the clock of whoever watches, before they are taken for
   * gone. Clocks may run apart by a quarter before this is shorter than what a leader relies on.
   */
  readonly stillForMs: number;
  /** Whoever leads more waits longer for what is free, so that tasks spread: for each that it leads, and at most. */
  readonly waitForEachMs: number;
  readonly longestWaitMs: number;
}

export const leaseTimes: LeaseTimes = {
  beatEveryMs: 5_000,
  sureForMs: 15_000,
  stillForMs: 20_000,
  waitForEachMs: 250,
  longestWaitMs: 3_000,
};

export type LeaseDocument = Omit<TaskDocument, '_rev'> | Omit<StationDocument, '_rev'>;

/** What a round asks of the world, one after the other. */
export type LeaseRequest =
  | { readonly ask: 'look' }
  | { readonly ask: 'put'; readonly document: LeaseDocument; readonly rev: string | undefined }
  /** The highest fence that anything carries which was written under the task, as far as it is known here. */
  | { readonly ask: 'floor'; readonly task: string };

export type LeaseAnswer =
  | {
      readonly came: 'documents';
      readonly tasks: readonly TaskDocument[];
      readonly stations: readonly StationDocument[];
    }
  | { readonly came: 'written'; readonly rev: string }
  | { readonly came: 'conflict' }
  | { readonly came: 'floor'; readonly fence: number }
  /** No answer: what was asked for may have been done or not. */
  | { readonly came: 'nothing' };

/** Gives back whether everything that was asked for was answered. */
export type LeaseRound = Generator<LeaseRequest, boolean, LeaseAnswer>;

export interface HeldLease {
  readonly fence: number;
  /** By this process's own clock: until then nobody else leads the task. */
  readonly sureUntil: number;
}

export interface LeaseStation {
  readonly workstation: string;
  /** One for each process: two that run under one name are told apart by it. */
  readonly session: string;
  readonly operator: () => string;
  /** Milliseconds that only go up, also while the machine sleeps. Never the time of day. */
  readonly monotonicMs: () => number;
  readonly times?: LeaseTimes;
}

/** What was seen of a document, and since when it stands like that. */
interface Seen<T> {
  readonly document: T | undefined;
  /** When an answer first had it so. */
  readonly since: number;
}

interface Held {
  readonly fence: number;
  readonly rev: string;
  readonly chain: number;
}

/**
 * Who leads what, as one station knows it. It decides, and does nothing itself: a round is driven by whoever has the
 * network, or by a specification that delays, loses and stops what it likes.
 *
 * A lease is sure as long as beats follow each other without a gap. After a gap it is written anew before anything
 * relies on it: whoever had taken the leader for gone then loses the race for the same revision, or has won it.
 * A watcher takes over what it has seen stand still, lease and leader both, between an answer and a later question.
 */
export class LeaseProtocol {
  readonly #station: LeaseStation;
  readonly #times: LeaseTimes;
  readonly #wanted = new Set<string>();
  readonly #held = new Map<string, Held>();
  readonly #tasks = new Map<string, Seen<TaskDocument>>();
  readonly #stations = new Map<string, Seen<StationDocument>>();
  /** Highest fence that was seen of each task. */
  readonly #highest = new Map<string, number>();
  /** Raised whenever beats did not follow each other. */
  #chain = 0;
  #sureUntil = Number.NEGATIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #closing = false;
  #anotherMoved = false;

  constructor(station: LeaseStation) {
    this.#station = station;
    this.#times = station.times ?? leaseTimes;
  }

  want(task: string): void {
    this.#wanted.add(task);
  }

  /** From here on it is not led; the next round says so to the others. */
  release(task: string): void {
    this.#wanted.delete(task);
  }

  /** The next rounds release everything, and this session is over. */
  close(): void {
    this.#closing = true;
    this.#wanted.clear();
  }

  get wanted(): ReadonlySet<string> {
    return this.#wanted;
  }

  leads(task: string): HeldLease | undefined {
    const held = this.#held.get(task);
    if (!held || held.chain !== this.#chain || !this.#wanted.has(task)) return undefined;
    if (this.#station.monotonicMs() >= this.#sureUntil) return undefined;
    return { fence: held.fence, sureUntil: this.#sureUntil };
  }

  /** Something of the task carries a higher fence than the lease: it is taken anew, with one that is higher still. */
  outdated(task: string): void {
    this.#held.delete(task);
  }

  /** Whom the others would find as the task's leader, as far as was seen last. */
  holderOf(task: string): string | undefined {
    return this.#tasks.get(task)?.document?.holder;
  }

  holders(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#tasks].flatMap(([task, { document }]) =>
        document?.holder === undefined ? [] : [[task, document.holder] as const],
      ),
    );
  }

  get workstation(): string {
    return this.#station.workstation;
  }

  /** Another process is heard of under this workstation's name: what it wrote there has moved since this one looks. */
  get isDoubled(): boolean {
    return this.#isAnothers && this.#anotherMoved && !this.#stoodStill(this.#own());
  }

  /** It may also be the one before this, which has ended without a word: that stands still. */
  get #isAnothers(): boolean {
    const own = this.#own()?.document?.session;
    return own !== undefined && own !== this.#station.session;
  }

  /** Milliseconds until a round can do more than the one before. */
  nextRoundInMs(): number {
    const now = this.#station.monotonicMs();
    const waits = [...this.#wanted].flatMap((task) => {
      if (this.#validly(task)) return [];
      const at = this.#takeableAt(task);
      return at === undefined ? [] : [at - now];
    });
    if (this.#isAnothers && this.#wanted.size > 0 && !this.#stoodStill(this.#own()))
      waits.push((this.#own()?.since ?? now) + this.#times.stillForMs - now);
    return Math.max(20, Math.min(this.#times.beatEveryMs, ...waits));
  }

  /** One look, one beat where there is something to lead, and what can be taken or has to be released. */
  *round(): LeaseRound {
    const startedAt = this.#now();
    const looked = yield { ask: 'look' };
    if (looked.came !== 'documents') return false;
    this.#note(looked, startedAt);
    if (this.#isAnothers) {
      this.#held.clear();
      if (this.#wanted.size === 0 || !this.#stoodStill(this.#own())) return true;
    }
    let answered = yield* this.#releaseAll();
    if (this.#closing) return (yield* this.#end()) && answered;
    const takeable = this.#inOrder().filter((task) => this.#canBeTaken(task));
    if (takeable.length === 0 && ![...this.#wanted].some((task) => this.#validly(task))) return answered;
    switch (yield* this.#beat()) {
      case 'nothing':
        return false;
      case 'conflict':
        return answered;
      case 'written':
        break;
    }
    // A beat after a gap has taken every lease back: those are written anew, too.
    for (const task of this.#inOrder()) {
      if (this.#canBeTaken(task)) answered = (yield* this.#take(task)) && answered;
    }
    return answered;
  }

  #now(): number {
    return this.#station.monotonicMs();
  }

  #own(): Seen<StationDocument> | undefined {
    return this.#stations.get(this.#station.workstation);
  }

  #isMine({ holder, session }: TaskDocument): boolean {
    return holder === this.#station.workstation && session === this.#station.session;
  }

  /** Held in the chain of beats that goes on now; whether it is still sure is another question. */
  #validly(task: string): boolean {
    return this.#held.get(task)?.chain === this.#chain;
  }

  #note({ tasks, stations }: Extract<LeaseAnswer, { readonly came: 'documents' }>, startedAt: number): void {
    const now = this.#now();
    this.#lookedAt = startedAt;
    follow(this.#tasks, new Map(tasks.map((document) => [document.task, document])), now);
    const before = this.#own()?.document;
    follow(this.#stations, new Map(stations.map((document) => [document.workstation, document])), now);
    this.#anotherMoved ||= before !== undefined && before._rev !== this.#own()?.document?._rev;
    if (!this.#isAnothers) this.#anotherMoved = false;
    for (const { task, fence } of tasks)
      this.#highest.set(task, Math.max(this.#highest.get(task) ?? 0, fence));
    for (const task of this.#wanted) {
      if (!this.#tasks.has(task)) this.#tasks.set(task, { document: undefined, since: now });
    }
    for (const [task, held] of this.#held) {
      if (this.#tasks.get(task)?.document?._rev !== held.rev) this.#held.delete(task);
    }
  }

  #stoodStill(...seen: readonly (Seen<unknown> | undefined)[]): boolean {
    return seen.every((one) => one !== undefined && this.#lookedAt - one.since >= this.#times.stillForMs);
  }

  /** When, by this clock, the task may be taken if nothing moves; undefined: it is not known. */
  #takeableAt(task: string): number | undefined {
    const seen = this.#tasks.get(task);
    if (!seen) return undefined;
    const { document } = seen;
    const patience = Math.min(this.#times.longestWaitMs, this.#held.size * this.#times.waitForEachMs);
    // A server that was taken back to an earlier state, or made anew: whoever leads may not have noticed yet.
    if ((document?.fence ?? 0) < (this.#highest.get(task) ?? 0))
      return seen.since + this.#times.stillForMs + patience;
    if (!document) return seen.since + patience;
    if (this.#isMine(document)) return Number.NEGATIVE_INFINITY;
    if (document.holder === undefined) return seen.since + patience;
    const station = this.#stations.get(document.holder);
    if (!station) return seen.since + this.#times.stillForMs + patience;
    // That session is over: another has followed it, or it ended in order. The lease was seen in an answer before this
    // question, so that a leader which begins while both are read is not taken for one that has ended.
    if (station.document && station.document.session !== document.session) return seen.since + patience;
    return Math.max(seen.since, station.since) + this.#times.stillForMs + patience;
  }

  #canBeTaken(task: string): boolean {
    if (this.#validly(task)) return false;
    const at = this.#takeableAt(task);
    return at !== undefined && at <= this.#lookedAt;
  }

  /** Stations that begin at once do not all begin with the same task. */
  #inOrder(): readonly string[] {
    const weight = (task: string) =>
      createHash('sha256').update(`${this.#station.workstation} ${task}`).digest('hex');
    return [...this.#wanted]
      .map((task) => ({ task, weight: weight(task) }))
      .toSorted((a, b) => (a.weight < b.weight ? -1 : 1))
      .map(({ task }) => task);
  }

  *#beat(): Generator<LeaseRequest, 'written' | 'conflict' | 'nothing', LeaseAnswer> {
    const startedAt = this.#now();
    const document = this.#stationDocument(true);
    const rev = this.#own()?.document?._rev;
    const answer = yield { ask: 'put', document, rev };
    if (answer.came !== 'written') return answer.came === 'conflict' ? 'conflict' : 'nothing';
    this.#remember(document, answer.rev);
    if (this.#now() >= this.#sureUntil) this.#chain += 1;
    this.#sureUntil = startedAt + this.#times.sureForMs;
    return 'written';
  }

  *#take(task: string): LeaseRound {
    const chain = this.#chain;
    const standing = this.#tasks.get(task)?.document;
    const floor = yield { ask: 'floor', task };
    if (floor.came !== 'floor') return false;
    const fence = Math.max(standing?.fence ?? 0, this.#highest.get(task) ?? 0, floor.fence) + 1;
    const { workstation, session } = this.#station;
    const document = { ...this.#taskDocument(task, fence), holder: workstation, session };
    const answer = yield { ask: 'put', document, rev: standing?._rev };
    if (answer.came !== 'written') return answer.came === 'conflict';
    this.#tasks.set(task, { document: { ...document, _rev: answer.rev }, since: this.#now() });
    this.#highest.set(task, fence);
    // An answer that comes after a gap tells of a time when nobody could be sure.
    if (chain === this.#chain && this.#now() < this.#sureUntil)
      this.#held.set(task, { fence, rev: answer.rev, chain });
    return true;
  }

  *#releaseAll(): LeaseRound {
    let answered = true;
    for (const [task, { document }] of this.#tasks) {
      if (!document || !this.#isMine(document) || this.#wanted.has(task)) continue;
      this.#held.delete(task);
      const free = this.#taskDocument(task, document.fence);
      const answer = yield { ask: 'put', document: free, rev: document._rev };
      if (answer.came === 'written')
        this.#tasks.set(task, { document: { ...free, _rev: answer.rev }, since: this.#now() });
      else if (answer.came === 'nothing') answered = false;
    }
    return answered;
  }

  *#end(): LeaseRound {
    const own = this.#own()?.document;
    if (own?.session !== this.#station.session) return true;
    const document = this.#stationDocument(false);
    this.#sureUntil = Number.NEGATIVE_INFINITY;
    const answer = yield { ask: 'put', document, rev: own._rev };
    if (answer.came === 'written') this.#remember(document, answer.rev);
    return answer.came !== 'nothing';
  }

  #remember(document: Omit<StationDocument, '_rev'>, rev: string): void {
    this.#stations.set(this.#station.workstation, {
      document: { ...document, _rev: rev },
      since: this.#now(),
    });
  }

  #taskDocument(task: string, fence: number): Omit<TaskDocument, '_rev'> {
    return {
      _id: taskId(task),
      task,
      fence,
      operator: this.#station.operator(),
      schemaVersion: leaseSchemaVersion,
    };
  }

  #stationDocument(lives: boolean): Omit<StationDocument, '_rev'> {
    const { workstation, session } = this.#station;
    return {
      _id: stationId(workstation),
      workstation,
      beat: (this.#own()?.document?.beat ?? 0) + 1,
      ...(lives && { session }),
      operator: this.#station.operator(),
      schemaVersion: leaseSchemaVersion,
    };
  }
}

/** Keeps since when each document stands as it does; one that is gone stands as gone. */
function follow<T extends { readonly _rev: string }>(
  seen: Map<string, Seen<T>>,
  now: ReadonlyMap<string, T>,
  at: number,
): void {
  for (const [key, document] of now) {
    if (seen.get(key)?.document?._rev !== document._rev) seen.set(key, { document, since: at });
  }
  for (const [key, before] of seen) {
    if (!now.has(key) && before.document) seen.set(key, { document: undefined, since: at });
  }
}
