import PQueue from 'p-queue';
import type { Visited as VisitedDevice } from '../shared/device-pages.ts';
import { RedfishFailure } from './connection/redfish-failure.ts';
import { RedfishSession } from './connection/session.ts';
import type { RedfishDevice } from './device.ts';
import { Reading } from './reading.ts';

type Visited<T> = VisitedDevice<T, RedfishDevice>;

export interface VisitOptions {
  readonly signal: AbortSignal;
  /** With the account that may change something. */
  readonly write?: boolean;
  /** Told once for each device. */
  readonly done?: (device: RedfishDevice) => void;
}

/**
 * Goes to devices: so many at once and each of them by one call at a time, each no longer than its limit. A device that
 * is slow or silent takes one place and costs the others nothing. Sessions are kept from call to call.
 */
export class Visits {
  readonly #everybody: PQueue;
  readonly #each = new Map<string, PQueue>();
  readonly #sessions = new Map<string, RedfishSession>();
  readonly #limitMs: number;
  readonly #now: () => number;

  constructor(concurrency: number, limitMs: number, now: () => number) {
    this.#everybody = new PQueue({ concurrency });
    this.#limitMs = limitMs;
    this.#now = now;
  }

  all<T>(
    devices: readonly RedfishDevice[],
    work: (reading: Reading) => Promise<T>,
    options: VisitOptions,
  ): Promise<Visited<T>[]> {
    return Promise.all(
      devices.map(async (device) => {
        const visited = await this.one(device, work, options);
        options.done?.(device);
        return visited;
      }),
    );
  }

  /** @throws whatever the signal was fired with, and what is no failure of the device */
  async one<T>(
    device: RedfishDevice,
    work: (reading: Reading) => Promise<T>,
    options: VisitOptions,
  ): Promise<Visited<T>> {
    let alone = this.#each.get(device.name);
    if (alone === undefined) this.#each.set(device.name, (alone = new PQueue({ concurrency: 1 })));
    return alone.add(() => this.#everybody.add(() => this.#go(device, work, options)), {
      signal: options.signal,
    });
  }

  /** Signs out everywhere. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  async #go<T>(
    device: RedfishDevice,
    work: (reading: Reading) => Promise<T>,
    options: VisitOptions,
  ): Promise<Visited<T>> {
    options.signal.throwIfAborted();
    const limit = AbortSignal.timeout(this.#limitMs);
    const session = this.#sessionOf(device, options.write === true);
    const reading = new Reading(device, session, { call: options.signal, limit });
    const overtime = () =>
      limit.aborted
        ? [{ what: 'time', reason: `it took longer than the ${this.#limitMs / 1_000} s that one device may` }]
        : [];
    const failed = (reason?: string): Visited<T> => ({
      device,
      status: 'failed',
      problems: [
        ...overtime(),
        ...(reason === undefined ? [] : [{ what: 'device', reason }]),
        ...reading.problems,
      ],
      notGiven: [],
    });
    try {
      // Whoever does not give its root is asked for nothing else.
      if ((await reading.root()) === undefined) return failed();
      const value = await work(reading);
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
      if (error instanceof RedfishFailure) return failed(error.message);
      if (limit.aborted) return failed();
      throw error;
    }
  }

  #sessionOf(device: RedfishDevice, write: boolean): RedfishSession {
    const credentials = write ? (device.writeCredentials ?? device.credentials) : device.credentials;
    const key = `${write && credentials !== device.credentials ? 'write' : 'read'} ${device.name}`;
    let session = this.#sessions.get(key);
    if (session === undefined)
      this.#sessions.set(key, (session = new RedfishSession(device, credentials, this.#now)));
    return session;
  }
}
