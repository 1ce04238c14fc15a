import { instant } from '../../../shared/model/ids.ts';
import { endedStates, type Remediation, type RemediationState } from '../../../shared/model/remediation.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Actor } from '../remediations.ts';
import { drive, endRecord, type DriveContext } from './drive.ts';
import { withEntry } from './journal.ts';
import { reasonOf, type Workpiece } from './make-plan.ts';
import type { RemediationPorts } from './ports.ts';
import { noteInterruption, workpieceToLookAt } from './recover.ts';
import type { Records } from './records.ts';
import { liftSilences, openSilences } from './silencing.ts';
import { createWorkplaces } from './work.ts';

/** For what goes on without anybody who asked for it. */
export const application: Actor = { operator: 'application', role: 'admin', via: 'scheduler' };

/** Works on remediations that were taken up: one on a target, so many in a domain. */
export interface Engine {
  /**
   * Takes one up as soon as there is room for it: `begin` makes sure that it may, and writes down that it is begun.
   * @returns when it was taken up, or stands in the queue. @throws DomainError target-busy, and what `begin` throws
   */
  takeUp(record: Remediation, by: Actor, begin: () => Promise<Workpiece>): Promise<void>;
  /** What a process that ended in the middle has left behind: its record is looked at, and none of its calls is made. */
  recover(): Promise<void>;
  /** What could not be written down is looked at again. */
  retryStalled(): Promise<void>;
  /** What is worked on here now, and what it waits for. */
  readonly working: ReadonlyMap<string, { readonly waitsFor: string | undefined }>;
  readonly stalled: ReadonlyMap<string, string>;
  /** Something may be different: whoever waits looks at it now. */
  nudge(): void;
  /** Begins nothing more, lets calls that are under way come back, and gives them up after a while. */
  close(): Promise<void>;
}

/** How long the answer of a call that is under way is waited for when the application ends. */
const patienceMs = 10_000;
/** No silence is longer, whatever the policy says. */
const longestSilenceMs = 86_400_000;

export function createEngine(
  ports: RemediationPorts,
  records: Pick<Records, 'need' | 'update' | 'active' | 'find'>,
  paused: () => string | undefined,
): Engine {
  const { clock, logger, settings } = ports;
  const places = createWorkplaces(settings.perDomain);
  const working = new Map<string, { waitsFor: string | undefined; readonly done: Promise<void> }>();
  const stalled = new Map<string, string>();
  const closing = new AbortController();
  const abandon = new AbortController();
  let waker = new AbortController();

  const changed = async (ms: number) => {
    await clock.sleep(ms, AbortSignal.any([waker.signal, closing.signal])).catch(() => {});
  };

  const contextOf = (id: string, by: Actor): DriveContext => ({
    records,
    ports,
    by,
    paused,
    changed,
    waits: (reason) => {
      const entry = working.get(id);
      if (entry) entry.waitsFor = reason;
    },
    closing: closing.signal,
    abandon: abandon.signal,
  });

  /** Goes on by itself; nobody waits for it. */
  function work({ id, target }: Remediation, by: Actor, workpiece: Workpiece, after: () => void): void {
    // A collection that comes to its end meanwhile must not cut off the answer to a call.
    const letGo = ports.servers.hold(workpiece.source);
    const done = drive(id, workpiece, contextOf(id, by))
      .then(
        () => void stalled.delete(id),
        (error: unknown) => {
          logger.error({ err: error, id }, 'a remediation came to a halt: it is looked at again');
          stalled.set(id, reasonOf(error));
        },
      )
      .finally(() => {
        letGo();
        working.delete(id);
        places.unlock(target, id);
        after();
      });
    working.set(id, { waitsFor: undefined, done });
  }

  async function begin(record: Remediation, by: Actor, start: () => Promise<Workpiece>): Promise<void> {
    try {
      work(record, by, await start(), () => places.leave(record.target));
    } catch (error) {
      places.unlock(record.target, record.id);
      places.leave(record.target);
      throw error;
    }
  }

  /** What stood in the queue is begun when nobody waits for an answer any more: why it was not, stands in its journal. */
  async function beginLater(record: Remediation, by: Actor, start: () => Promise<Workpiece>): Promise<void> {
    try {
      if (closing.signal.aborted) throw new DomainError('closing', 'the application has ended meanwhile');
      await begin(record, by, start);
    } catch (error) {
      logger.warn({ err: error, id: record.id }, 'a remediation that waited for its turn was not begun');
      await noteHeld(record.id, `not begun: ${reasonOf(error)}`).catch(() => {});
    }
  }

  async function noteHeld(id: string, reason: string): Promise<void> {
    const workstation = await ports.workstation();
    await records.update(id, (now) => withEntry(now, { is: 'held', reason, workstation }, clock.now()));
  }

  async function lookAt(record: Remediation): Promise<void> {
    const { id, target } = record;
    if (working.has(id)) return;
    const noted = await noteInterruption(id, records, ports);
    const workpiece = await workpieceToLookAt(noted, ports);
    if (typeof workpiece === 'string') {
      const state: RemediationState =
        noted.state === 'planned' || noted.state === 'pre-checked' ? 'cancelled' : 'outcome-unknown';
      await endRecord(id, state, `it was interrupted, and cannot be looked at: ${workpiece}`, {
        records,
        ports,
        by: application,
      });
      return;
    }
    // It only reads: that takes no place away from others, but nothing else may begin on its target.
    try {
      places.lock(target, id);
    } catch {
      return;
    }
    work(record, application, workpiece, () => {});
  }

  async function lookAtEach(all: readonly Remediation[]): Promise<void> {
    for (const record of all) {
      try {
        await lookAt(record);
      } catch (error) {
        stalled.set(record.id, reasonOf(error));
        logger.error({ err: error, id: record.id }, 'a remediation that was interrupted cannot be looked at');
      }
    }
  }

  /** Silences of those that had come to their end when the process did. */
  async function liftLeft(workstation: string): Promise<void> {
    if (!ports.silencing) return;
    const now = clock.now();
    const since = instant(Date.parse(now) - longestSilenceMs);
    const ended = await records.find({ states: [...endedStates], since, limit: 1_000 });
    const left = ended.filter(
      (one) => one.claim?.workstation === workstation && openSilences(one, now).length > 0,
    );
    for (const { id } of left) {
      await liftSilences(id, { records, ports, by: application, signal: abandon.signal });
    }
  }

  return {
    working,
    stalled,
    nudge() {
      waker.abort();
      waker = new AbortController();
    },
    async takeUp(record, by, start) {
      if (closing.signal.aborted) throw new DomainError('closing', 'The application is ending.');
      places.lock(record.target, record.id);
      const room = places.enter(record.target, () => void beginLater(record, by, start));
      if (room) await begin(record, by, start);
      else
        await noteHeld(record.id, `it waits for its turn: ${settings.perDomain} are under way in its domain`);
    },
    async recover() {
      const workstation = await ports.workstation();
      const all = await records.active();
      await lookAtEach(all.filter(({ claim }) => claim?.workstation === workstation));
      await liftLeft(workstation);
    },
    async retryStalled() {
      const workstation = await ports.workstation();
      const all = await Promise.all([...stalled.keys()].map((id) => records.need(id)));
      const ours = all.filter(({ claim }) => claim?.workstation === workstation);
      // What turned out to be another workstation's is looked at there.
      for (const { id } of all.filter((one) => !ours.includes(one))) stalled.delete(id);
      await lookAtEach(ours.filter(({ id }) => !working.has(id)));
    },
    async close() {
      closing.abort();
      const patience = new AbortController();
      const late = clock.sleep(patienceMs, patience.signal).then(
        () => abandon.abort(),
        () => {},
      );
      await Promise.all([...working.values()].map(({ done }) => done));
      patience.abort();
      await late;
    },
  };
}
