import { z } from 'zod';
import type { Instant } from '../../../shared/model/ids.ts';
import type { SyncState } from '../../../shared/model/sync.ts';
import type { Clock } from '../../platform/clock.ts';
import { createListeners } from '../../platform/listeners.ts';
import type { Logger } from '../../platform/logger.ts';
import { createOneAtATime } from '../../platform/one-at-a-time.ts';
import type { Random } from '../../platform/random.ts';
import type { ClaimGate, Claims, ClaimsReach, ClaimWish, Claimed } from '../../remediation/engine/ports.ts';
import { CouchError } from '../couch/couch-error.ts';
import { lifePath, markRound, recogniseDatabase } from '../couch/database-life.ts';
import { mayActAs } from '../../../shared/model/role.ts';
import { rankOf } from '../layout.ts';
import { askServer } from '../server-monitor.ts';
import type { SharedServer } from '../sync.ts';
import {
  askInTime,
  inTime,
  claimSchemaVersion,
  claimTiming,
  findClaim,
  putClaim,
  type ClaimDocument,
  type ClaimTiming,
  type Put,
} from './claim-document.ts';
import type { BrokenGlass, ClaimMemory, KnownClaims } from './claim-memory.ts';

export interface SharedClaimPorts {
  /** Set as long as one is configured, whether or not it answers. */
  readonly server: () => SharedServer | undefined;
  readonly state: () => SyncState;
  /** Of this data directory; passed after the server's claim was made. */
  readonly gate: ClaimGate;
  readonly memory: ClaimMemory;
  /** This one's name, as it stands in claims. */
  readonly workstation: () => Promise<string>;
  /** Ids of those that may still be taken up. */
  readonly openRemediations: () => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly timing?: ClaimTiming;
}

/** What became of a claim that the server did not know of. */
export type Reconciled =
  /** The glass was broken, and nobody else has claimed it. */
  | { readonly is: 'alone'; readonly broken: BrokenGlass }
  /** The glass was broken, and somebody else has claimed it as well. */
  | { readonly is: 'run-twice'; readonly broken: BrokenGlass; readonly other: ClaimDocument }
  /** A process that is gone has claimed it, and done nothing: nobody ever will. */
  | { readonly is: 'left-over'; readonly remediation: string };

export interface SharedClaims extends Claims {
  /**
   * The server answers (again): learns which database it has, says how far this station has got with it, and makes
   * known to it what it missed. `settle` has done with one when it returns; before, it is told once more.
   */
  meet(settle: (reconciled: Reconciled) => Promise<void>): Promise<void>;
}

const nonceLength = 26;

export function createSharedClaims(ports: SharedClaimPorts): SharedClaims {
  const { gate, memory, clock, random, logger, timing = claimTiming } = ports;
  const inOrder = createOneAtATime();
  const back = createListeners<void>((error) =>
    logger.error({ err: error }, 'whoever waits for claims failed'),
  );
  /** Nonces of this process, which nobody has read from its disk and taken for their own. */
  const mine = new Map<string, Set<string>>();

  const recognise = (server: SharedServer): Promise<KnownClaims> =>
    inOrder('life', async () => {
      const before = await memory.known();
      const station = await ports.workstation();
      const found = await recogniseDatabase(server.client, server.path('claims'), station, before);
      if (found.is === 'same' && before) return before;
      const doubtful = found.is === 'taken-back' ? await ports.openRemediations() : [];
      const earlier = before?.life === found.known.life ? before.doubtful : [];
      const known = { ...found.known, doubtful: [...new Set([...earlier, ...doubtful])] };
      await memory.remember(known);
      return known;
    });

  /** That the database is the one it was can only be seen by a mark that is younger than its backup. */
  const mark = (server: SharedServer, known: KnownClaims): Promise<void> =>
    inOrder('life', async () => {
      const marked = await markRound(server.client, server.path('claims'), await ports.workstation(), known);
      // Taken back in this very moment: that is found out the next time.
      if (marked) await memory.remember({ ...marked, doubtful: known.doubtful });
    });

  async function acquireShared(server: SharedServer, wish: ClaimWish): Promise<Claimed> {
    const id = wish.remediation;
    const unsure = (await unsureOf(server, wish)) ?? (await notAgreed(server, wish));
    if (unsure) return unsure;
    const nonce = random.id(nonceLength);
    await memory.intend(id, nonce);
    mine.set(id, (mine.get(id) ?? new Set()).add(nonce));
    const put = await putClaim(server, documentOf(wish, nonce, clock.now(), server), clock, timing);
    return settled(wish, nonce, server, put);
  }

  /** @returns what comes of it where the server's claims say nothing about this one, or cannot be asked */
  async function unsureOf(server: SharedServer, wish: ClaimWish): Promise<Claimed | undefined> {
    try {
      const text = whyUnsure(wish, await inTime(recognise(server), timing.requestMs));
      return text === undefined ? undefined : { is: 'lost', text };
    } catch (error) {
      if (error instanceof CouchError) return { is: 'away', text: error.message };
      throw error;
    }
  }

  /**
   * Claims take less than approvals: what was agreed to here is on the server, or on its way there, only where the
   * server believes this account of it.
   */
  async function notAgreed(server: SharedServer, { agreed }: ClaimWish): Promise<Claimed | undefined> {
    if (!agreed) return undefined;
    try {
      const signal = AbortSignal.timeout(timing.requestMs);
      const { user, roles } = await inTime(askServer(server.client, signal), timing.requestMs);
      const rank = rankOf(roles);
      if (!mayActAs(rank, agreed.role))
        return { is: 'not-agreed', text: `it takes an ${agreed.role}, and ${user} is ${rank} on the server` };
      const believed = roles.includes('_admin') ? agreed.by : agreed.by.filter((name) => name === user);
      if (believed.length >= agreed.needed) return undefined;
      const others = agreed.by.filter((name) => name !== user).join(', ');
      return {
        is: 'not-agreed',
        text: `${others} approved it here, and of this workstation the server believes ${user} alone`,
      };
    } catch (error) {
      if (error instanceof CouchError) return { is: 'away', text: error.message };
      throw error;
    }
  }

  async function settled(wish: ClaimWish, nonce: string, server: SharedServer, put: Put): Promise<Claimed> {
    const id = wish.remediation;
    switch (put.is) {
      case 'away':
        return { is: 'away', text: put.text };
      case 'made':
        return passGate(wish, nonce, server);
      case 'there': {
        const { claim } = put;
        if (mine.get(id)?.has(claim.nonce) === true) return passGate(wish, claim.nonce, server);
        if ((await memory.intended(id)).includes(claim.nonce)) {
          const text = 'a process that has ended, or a copy of this data directory, has claimed it';
          return { is: 'lost', text };
        }
        return { is: 'taken', text: `it was taken up ${whereOf(claim)}` };
      }
    }
  }

  async function passGate(wish: ClaimWish, nonce: string, server: SharedServer): Promise<Claimed> {
    // Once more: it may have been made anew, or taken back, in the moment before the claim was made there.
    const unsure = await unsureOf(server, wish);
    if (unsure) return unsure;
    mine.delete(wish.remediation);
    if (!(await gate.acquire({ ...wish, nonce, operator: server.user }))) {
      return { is: 'lost', text: 'it was taken up here before, of which the shared database knows nothing' };
    }
    await memory.forget(wish.remediation);
    return { is: 'made' };
  }

  async function breakGlass(wish: ClaimWish, glass: NonNullable<ClaimWish['breakGlass']>): Promise<Claimed> {
    const { remediation, workstation, planHash } = wish;
    const nonce = random.id(nonceLength);
    const taken: Claimed = { is: 'taken', text: 'it was taken up here already' };
    const noted = await inOrder('broken', () =>
      memory.noteBroken({
        remediation,
        workstation,
        nonce,
        planHash,
        at: clock.now(),
        breakGlass: { ...glass },
      }),
    );
    if (!noted) return taken;
    const operator = ports.server()?.user;
    if (await gate.acquire({ ...wish, nonce, ...(operator !== undefined && { operator }) }))
      return { is: 'made' };
    await inOrder('broken', () => memory.reconciled(remediation));
    return taken;
  }

  async function reconcile(server: SharedServer, broken: BrokenGlass): Promise<Reconciled> {
    const { remediation, workstation, planHash, nonce, breakGlass: glass } = broken;
    const wish = { remediation, workstation, planHash, by: glass.by, breakGlass: glass };
    const put = await putClaim(server, documentOf(wish, nonce, broken.at, server), clock, timing);
    if (put.is === 'made') return { is: 'alone', broken };
    // Where this account may not say so, what others have claimed is found all the same.
    const found = put.is === 'there' ? put.claim : await findClaim(server, remediation, timing);
    if (!found) throw new CouchError('forbidden', `${remediation}: ${put.is === 'away' ? put.text : ''}`);
    const own =
      found.nonce === nonce ||
      mine.get(remediation)?.has(found.nonce) === true ||
      // Asked for before the glass was broken: it has come through after all.
      (await memory.intended(remediation)).includes(found.nonce);
    return own ? { is: 'alone', broken } : { is: 'run-twice', broken, other: found };
  }

  async function meet(settle: (reconciled: Reconciled) => Promise<void>): Promise<void> {
    const server = ports.server();
    if (!server) return;
    const known = await inTime(recognise(server), timing.requestMs);
    await inTime(mark(server, known), timing.requestMs);
    for (const broken of await inOrder('broken', () => memory.broken())) {
      let reconciled: Reconciled;
      try {
        reconciled = await reconcile(server, broken);
      } catch (error) {
        if (!(error instanceof CouchError) || error.fault !== 'forbidden') throw error;
        logger.warn({ err: error }, 'the server takes no claim that was made while it was away');
        continue;
      }
      await settle(reconciled);
      await inOrder('broken', () => memory.reconciled(broken.remediation));
      await memory.forget(broken.remediation);
    }
    for (const remediation of await memory.leftOver()) {
      if (mine.has(remediation)) continue;
      const claim = await findClaim(server, remediation, timing);
      // One that is on its way still may come; then whoever wants to run it is told.
      if (!claim) continue;
      if ((await memory.intended(remediation)).includes(claim.nonce))
        await settle({ is: 'left-over', remediation });
      await memory.forget(remediation);
    }
    back.emit();
  }

  const claims: SharedClaims = {
    async acquire(wish) {
      if (wish.breakGlass) return breakGlass(wish, wish.breakGlass);
      const server = ports.server();
      if (server) {
        const { away } = claims;
        return away !== undefined && ports.state() === 'paused'
          ? { is: 'away', text: away }
          : acquireShared(server, wish);
      }
      if (wish.claimsLife !== undefined) return { is: 'away', text: notConnected };
      return (await gate.acquire(wish))
        ? { is: 'made' }
        : { is: 'taken', text: 'it was taken up here already' };
    },
    isMadeHere: (remediation) => gate.isMadeHere(remediation),
    async life() {
      const server = ports.server();
      if (!server) return undefined;
      const known = await memory.known();
      if (known) return known.life;
      try {
        return (await inTime(recognise(server), timing.requestMs)).life;
      } catch (error) {
        if (error instanceof CouchError) return undefined;
        throw error;
      }
    },
    isShared: ({ claimsLife }) => claimsLife !== undefined || ports.server() !== undefined,
    get away() {
      if (!ports.server()) return undefined;
      const state = ports.state();
      // Not known is not away: whoever wants to run something finds out.
      return state === 'running' || state === 'connecting' ? undefined : stateTexts[state];
    },
    async reach() {
      const server = ports.server();
      if (!server) return { is: 'silent', text: notConnected };
      return reachOf(server, timing);
    },
    onBack: (listener) => back.add(listener),
    meet,
  };
  return claims;
}

const notConnected = 'this workstation is not connected with the database that it is shared through';

const stateTexts: Readonly<Record<Exclude<SyncState, 'running' | 'connecting'>, string>> = {
  off: notConnected,
  unreachable: 'the shared database does not answer',
  refused: 'the shared database refuses the account of this workstation',
  'not-set-up': 'the shared database is not set up',
  outdated: 'the shared database was set up by a newer version',
  paused: 'sharing is paused at this workstation',
};

function whyUnsure({ remediation, claimsLife }: ClaimWish, known: KnownClaims): string | undefined {
  if (claimsLife === undefined)
    return 'it was proposed before anything was shared, and others know nothing of whether it was run';
  if (claimsLife !== known.life)
    return 'the shared database was made anew since it was proposed: whether it was run elsewhere cannot be known';
  if (known.doubtful.includes(remediation))
    return 'the shared database was taken back to an earlier state: whether it was run elsewhere cannot be known';
  return undefined;
}

const documentOf = (wish: ClaimWish, nonce: string, at: Instant, { user }: SharedServer): ClaimDocument => ({
  _id: wish.remediation,
  schemaVersion: claimSchemaVersion,
  workstation: wish.workstation,
  operator: user,
  by: wish.by,
  nonce,
  planHash: wish.planHash,
  at,
  // In the account's name, as everything on the server; `by` says who it was.
  ...(wish.breakGlass && { breakGlass: { by: user, typed: wish.breakGlass.typed } }),
});

const whereOf = ({ workstation, by, at }: ClaimDocument): string => `at ${workstation} by ${by}, ${at}`;

async function reachOf(server: SharedServer, { requestMs }: ClaimTiming): Promise<ClaimsReach> {
  try {
    const path = `${server.path('claims')}/${lifePath}`;
    await askInTime(server, z.looseObject({}), 'GET', path, requestMs);
    return { is: 'answers' };
  } catch (error) {
    if (!(error instanceof CouchError)) throw error;
    switch (error.fault) {
      case 'refused':
      case 'forbidden':
      case 'missing':
      case 'conflict':
      case 'too-large':
        return { is: 'refuses', text: error.message };
      case 'unreachable':
      case 'busy':
      case 'broken':
      case 'malformed':
        return { is: 'silent', text: error.message };
    }
  }
}
