import PQueue from 'p-queue';
import type { Visited as VisitedDevice } from '../shared/device-pages.ts';
import type { Credentials, SnmpDevice } from './device.ts';
import { openSession, type SnmpSession } from './protocol/session.ts';
import { SnmpFailure } from './protocol/snmp-failure.ts';
import { BulkSize } from './protocol/walk.ts';
import { Reading } from './reading.ts';

type Visited<T> = VisitedDevice<T, SnmpDevice>;

export interface VisitOptions {
  readonly signal: AbortSignal;
  /** Left out: those that read. */
  readonly credentials?: Credentials;
  /** Told once for each device. */
  readonly done?: (device: SnmpDevice) => void;
}

export type Work<T> = (reading: Reading, session: SnmpSession) => Promise<T>;

const sysUpTime = '1.3.6.1.2.1.1.3.0';

/**
 * Goes to devices: so many at once and each of them by one call at a time, each no longer than its limit. A device that
 * is slow or silent takes one place and costs the others nothing.
 */
export class Visits {
  readonly #everybody: PQueue;
  readonly #each = new Map<string, PQueue>();
  readonly #sizes = new Map<string, BulkSize>();
  readonly #limitMs: number;

  constructor(concurrency: number, limitMs: number) {
    this.#everybody = new PQueue({ concurrency });
    this.#limitMs = limitMs;
  }

  all<T>(devices: readonly SnmpDevice[], work: Work<T>, options: VisitOptions): Promise<Visited<T>[]> {
    return Promise.all(
      devices.map(async (device) => {
        const visited = await this.one(device, work, options);
        options.done?.(device);
        return visited;
      }),
    );
  }

  /** @throws whatever the signal was fired with, and what is no failure of the device */
  async one<T>(device: SnmpDevice, work: Work<T>, options: VisitOptions): Promise<Visited<T>> {
    let alone = this.#each.get(device.name);
    if (alone === undefined) this.#each.set(device.name, (alone = new PQueue({ concurrency: 1 })));
    return alone.add(() => this.#everybody.add(() => this.#go(device, work, options)), {
      signal: options.signal,
    });
  }

  async #go<T>(device: SnmpDevice, work: Work<T>, options: VisitOptions): Promise<Visited<T>> {
    options.signal.throwIfAborted();
    let size = this.#sizes.get(device.name);
    if (size === undefined) this.#sizes.set(device.name, (size = new BulkSize()));
    const session = openSession(device, options.credentials ?? device.credentials);
    const limit = AbortSignal.timeout(this.#limitMs);
    const end = () => session.close();
    limit.addEventListener('abort', end);
    options.signal.addEventListener('abort', end);
    const reading = new Reading(device, session, size);
    const overtime = () =>
      limit.aborted
        ? [{ what: 'time', reason: `it took longer than the ${this.#limitMs / 1_000} s that one device may` }]
        : [];
    try {
      // Answered by every device at once: who is silent here is not asked for tables.
      await session.get([sysUpTime]);
      const value = await work(reading, session);
      options.signal.throwIfAborted();
      const problems = [...overtime(), ...reading.problems];
      return {
        device,
        status: problems.length === 0 ? 'complete' : 'partial',
        problems,
        notGiven: reading.notGiven,
        value,
      };
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof SnmpFailure)) throw error;
      const problems = [...overtime(), { what: 'device', reason: error.message }, ...reading.problems];
      return { device, status: 'failed', problems, notGiven: [] };
    } finally {
      // Silence at the end says nothing about how long an answer may be.
      if (limit.aborted || reading.problems.length > 0) this.#sizes.delete(device.name);
      limit.removeEventListener('abort', end);
      options.signal.removeEventListener('abort', end);
      session.close();
    }
  }
}
