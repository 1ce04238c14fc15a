import { join } from 'node:path';
import { openStates, remediationSchema, type Remediation } from '../shared/model/remediation.ts';
import type { Audit } from './audit/audit.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Random } from './platform/random.ts';
import { createFileClaims } from './remediation/engine/file-claims.ts';
import type { Claims } from './remediation/engine/ports.ts';
import { createStoreClaims } from './remediation/engine/store-claims.ts';
import type { Remediations } from './remediation/remediations.ts';
import type { Store } from './store/store.ts';
import { claimMemory } from './sync/claims/claim-memory.ts';
import { createSharedClaims, type Reconciled } from './sync/claims/create-shared-claims.ts';
import { createHearing } from './sync/claims/hearing.ts';
import type { Sync } from './sync/sync.ts';

/** Of shared state, what claims need. */
export type ClaimSync = Pick<Sync, 'server' | 'state' | 'onChanged' | 'onReceived'>;
export type NoteTicket = (
  ticket: string,
  remediation: Pick<Remediation, 'id' | 'state'>,
  text: string,
) => Promise<void>;

/** Younger than any backup that the database could be taken back to without being noticed. */
const markEveryMs = 60_000;

/** Claims as the application has them: on this disk, and in the shared database where there is one. */
export function openClaims(ports: {
  readonly dataDir: string;
  readonly store: Pick<Store, 'remediations'>;
  readonly audit: Pick<Audit, 'workstation' | 'record'>;
  readonly sync?: ClaimSync;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}): {
  readonly claims: Claims;
  silentMs(workstation: string): number | undefined;
  /** Meets the shared database whenever it answers. @returns what ends that */
  follow(remediations: Pick<Remediations, 'neverBegun' | 'get'>, noteTicket: NoteTicket): () => void;
} {
  const { dataDir, store, audit, sync, clock, random, logger } = ports;
  const state = () => sync?.state ?? 'off';
  const claims = createSharedClaims({
    server: () => sync?.server,
    state,
    gate: createFileClaims(join(dataDir, 'remediation-claims'), createStoreClaims(store.remediations, clock)),
    memory: claimMemory(join(dataDir, 'shared-claims')),
    workstation: () => audit.workstation(),
    openRemediations: async () =>
      (await store.remediations.find({ selector: { state: { $in: [...openStates] } } })).map(({ id }) => id),
    clock,
    random,
    logger,
  });
  const hearing = createHearing(clock);

  return {
    claims,
    silentMs: (workstation) => (state() === 'running' ? hearing.silentMs(workstation) : undefined),
    follow(remediations, noteTicket) {
      if (!sync) return () => {};
      const closing = new AbortController();
      const settle = settler({ audit, remediations, noteTicket, logger });
      let meeting: Promise<void> | undefined;
      const meet = () => {
        meeting ??= claims
          .meet(settle)
          .catch((error: unknown) =>
            logger.warn({ err: error }, 'claims could not be held against the server'),
          )
          .finally(() => {
            meeting = undefined;
          });
      };
      const changed = () => {
        if (state() !== 'running') return hearing.cutOff();
        hearing.connected();
        meet();
      };
      const keepMarking = async () => {
        for (;;) {
          await clock.sleep(markEveryMs, closing.signal);
          if (state() === 'running') meet();
        }
      };
      void keepMarking().catch(() => {});
      changed();
      const stops = [
        sync.onChanged(changed),
        sync.onReceived(({ collection, ids }) => {
          if (collection === 'presence') for (const id of ids) hearing.heard(id);
          if (collection === 'remediations') void heardOf(ids).catch(() => {});
        }),
      ];
      return () => {
        closing.abort();
        for (const stop of stops) stop();
      };
    },
  };

  async function heardOf(ids: readonly string[]): Promise<void> {
    for (const stored of await store.remediations.getMany(ids)) {
      const { data } = remediationSchema.safeParse(stored);
      if (data?.claim) hearing.heard(data.claim.workstation);
    }
  }
}

/** What is done about claims that the server knew nothing of. */
function settler({
  audit,
  remediations,
  noteTicket,
  logger,
}: {
  readonly audit: Pick<Audit, 'record'>;
  readonly remediations: Pick<Remediations, 'neverBegun' | 'get'>;
  readonly noteTicket: NoteTicket;
  readonly logger: Logger;
}): (reconciled: Reconciled) => Promise<void> {
  return async (reconciled) => {
    switch (reconciled.is) {
      case 'left-over':
        return remediations.neverBegun(
          reconciled.remediation,
          'nothing was sent: the application ended in the moment in which it was taken up',
        );
      case 'alone':
      case 'run-twice': {
        const { broken } = reconciled;
        const other = reconciled.is === 'run-twice' ? reconciled.other : undefined;
        const record = await remediations.get(broken.remediation);
        const text = other
          ? `run twice: at ${broken.workstation} by ${broken.breakGlass.by}, who broke glass, and at ${other.workstation} by ${other.by}`
          : `run at ${broken.workstation} while the shared database was away, and nowhere else as far as that knows`;
        await audit.record({
          operator: broken.breakGlass.by,
          via: 'scheduler',
          action: other ? 'remediation.run-twice' : 'remediation.reconciled',
          subject: `${broken.remediation} ${record?.action ?? ''} ${record?.targetName ?? ''}`.trimEnd(),
          result: other ? 'failed' : 'done',
          details: { text, here: broken, ...(other && { there: other }) },
        });
        if (other) logger.error({ id: broken.remediation, other: other.workstation }, text);
        if (record?.ticketId === undefined) return undefined;
        return noteTicket(record.ticketId, record, text).catch((error: unknown) =>
          logger.error(
            { err: error },
            'a ticket could not be told of a remediation without the shared database',
          ),
        );
      }
    }
  };
}
