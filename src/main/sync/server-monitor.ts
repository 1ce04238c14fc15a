import { z } from 'zod';
import type { Instant } from '../../shared/model/ids.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { CouchClient } from './couch/couch-client.ts';
import { CouchError } from './couch/couch-error.ts';
import type { SyncTiming } from './sync-timing.ts';

const welcomeSchema = z.object({ couchdb: z.string(), version: z.string().max(100) });
const sessionSchema = z.object({
  userCtx: z.object({ name: z.string().nullable(), roles: z.array(z.string()) }),
});

export interface ServerFacts {
  readonly version: string;
  readonly user: string;
  readonly roles: readonly string[];
}

export type Reach =
  | { readonly is: 'unknown' }
  | { readonly is: 'reached'; readonly facts: ServerFacts; readonly since: Instant }
  | {
      readonly is: 'unreachable' | 'refused';
      readonly text: string;
      readonly since: Instant;
      readonly facts?: ServerFacts;
    };

/** Knows whether the server answers and knows this account, so that not everybody has to try. */
export interface ServerMonitor {
  readonly reach: Reach;
  /** Resolves while it is reached. @throws the signal's reason */
  reached(signal: AbortSignal): Promise<void>;
  /** Somebody's request says otherwise: it is looked at at once. */
  doubt(): void;
  /** Something was changed that may help: the next attempt is now. */
  retry(): void;
  close(): Promise<void>;
}

/** @throws CouchError */
export async function askServer(client: CouchClient, signal: AbortSignal): Promise<ServerFacts> {
  const { version } = await client.ask(welcomeSchema, 'GET', '/', { signal, timeoutMs: 10_000 });
  const asked = () => client.ask(sessionSchema, 'GET', '/_session', { signal, timeoutMs: 10_000 });
  let { userCtx } = await asked();
  if (userCtx.name === null) {
    // A session that has run out is nobody's, and no error: it is begun anew.
    client.forget();
    ({ userCtx } = await asked());
  }
  if (userCtx.name === null) throw new CouchError('refused', 'the server does not know the session any more');
  return { version, user: userCtx.name, roles: userCtx.roles };
}

export function createServerMonitor(ports: {
  readonly client: CouchClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly timing: SyncTiming;
  /** Changes when the password does. */
  readonly password: () => Promise<string>;
  readonly onChanged: () => void;
}): ServerMonitor {
  const { client, clock, random, timing, onChanged } = ports;
  const closed = new AbortController();
  let reach: Reach = { is: 'unknown' };
  let doubted = false;
  let wake: (() => void) | undefined;
  const waiting = new Set<() => void>();
  let failures = 0;

  const loop = run();

  async function run(): Promise<void> {
    while (!closed.signal.aborted) {
      doubted = false;
      try {
        const facts = await askServer(client, closed.signal);
        failures = 0;
        become({ is: 'reached', facts, since: reach.is === 'reached' ? reach.since : clock.now() });
        // What the account may there changes while it is connected.
        if (!doubted) await sleepUntilWoken(timing.refused);
      } catch (error) {
        if (closed.signal.aborted) return;
        await missed(error);
      }
    }
  }

  async function missed(error: unknown): Promise<void> {
    failures += 1;
    const refused =
      (error instanceof CouchError && (error.fault === 'refused' || error.fault === 'forbidden')) ||
      !(error instanceof CouchError);
    const is = refused ? 'refused' : 'unreachable';
    const text = (error instanceof Error ? error.message : String(error)).slice(0, 1_000);
    const facts = reach.is === 'unknown' ? undefined : reach.facts;
    become({ is, text, since: reach.is === is ? reach.since : clock.now(), ...(facts && { facts }) });
    if (refused) {
      await waitForAnotherPassword();
      return;
    }
    const asked = error instanceof CouchError ? (error.retryAfterMs ?? 0) : 0;
    const wait = Math.min(timing.longestRetry, timing.firstRetry * 2 ** Math.min(failures - 1, 16));
    await sleepUntilWoken(Math.max(asked, wait * (0.5 + random.unit() / 2)));
  }

  /** Servers lock accounts that try too often: the same password is tried seldom, another one at once. */
  async function waitForAnotherPassword(): Promise<void> {
    const before = await ports.password().catch(() => undefined);
    const steps = 12;
    for (let step = 0; step < steps && !closed.signal.aborted; step += 1) {
      if (await sleepUntilWoken(timing.refused / steps)) break;
      if ((await ports.password().catch(() => undefined)) !== before) break;
    }
    client.forget();
  }

  /** @returns whether somebody woke it */
  async function sleepUntilWoken(ms: number): Promise<boolean> {
    const woken = Promise.withResolvers<true>();
    wake = () => woken.resolve(true);
    const stop = new AbortController();
    const end = () => stop.abort();
    closed.signal.addEventListener('abort', end, { once: true });
    try {
      const slept = clock.sleep(ms, stop.signal).then(
        () => false,
        () => false,
      );
      return await Promise.race([woken.promise, slept]);
    } finally {
      wake = undefined;
      closed.signal.removeEventListener('abort', end);
      stop.abort();
    }
  }

  function become(next: Reach): void {
    const same = reach.is === next.is && rolesIn(reach) === rolesIn(next);
    reach = next;
    if (next.is === 'reached') {
      for (const go of waiting) go();
      waiting.clear();
    }
    if (!same) onChanged();
  }

  return {
    get reach() {
      return reach;
    },
    async reached(signal) {
      const known = () => reach.is === 'reached' && !doubted;
      while (!known()) {
        signal.throwIfAborted();
        const go = Promise.withResolvers<void>();
        const end = () => go.resolve();
        waiting.add(end);
        signal.addEventListener('abort', end, { once: true });
        await go.promise;
        waiting.delete(end);
        signal.removeEventListener('abort', end);
      }
      signal.throwIfAborted();
    },
    doubt() {
      doubted = true;
      wake?.();
    },
    retry() {
      failures = 0;
      wake?.();
    },
    async close() {
      closed.abort();
      await loop;
    },
  };
}

const rolesIn = (reach: Reach): string => (reach.is === 'unknown' ? '' : (reach.facts?.roles.join() ?? ''));
