import type { Audit, AuditAct, AuditResult } from '../audit/audit.ts';
import type { Logger } from '../platform/logger.ts';
import type { SignedIn } from './access.ts';

/** Who came in and who was turned away, for the audit. */
export interface SignIns {
  /** A page got its session. */
  opened(as: SignedIn, from: string): Promise<void>;
  ended(as: SignedIn, from: string): Promise<void>;
  /** A program showed a token: told at its first request from an address, not at every one. */
  used(as: SignedIn, from: string): void;
  /** A token was shown that is nobody's. `count` of them came from there within the minute. */
  refused(from: string, count: number, most: number): void;
}

/** Programs that are remembered; beyond that one may be told twice. */
const mostRemembered = 10_000;

/**
 * An audit that cannot be written keeps nobody out: whoever has to see why the disk is full, or to throw the kill
 * switch, must get in. What changes anything is refused then all the same, and the log says what was not recorded.
 */
export function createSignIns({ audit, logger }: { audit: Audit; logger: Logger }): SignIns {
  const remembered = new Set<string>();

  async function record(
    act: Pick<AuditAct, 'operator' | 'via' | 'action' | 'details'>,
    from: string,
    result: AuditResult = 'done',
  ): Promise<void> {
    try {
      await audit.record({ ...act, subject: from, result });
    } catch (error) {
      logger.error({ err: error, action: act.action, from }, 'a sign-in could not be recorded');
    }
  }

  return {
    opened: ({ operator, role }, from) =>
      record({ operator, via: 'browser', action: 'session.open', details: { role } }, from),
    ended: ({ operator, role }, from) =>
      record({ operator, via: 'browser', action: 'session.end', details: { role } }, from),
    used({ operator, role, tokenHash }, from) {
      const key = JSON.stringify([operator, role, tokenHash, from]);
      if (remembered.has(key)) return;
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.add(key);
      void record({ operator, via: 'http', action: 'session.token', details: { role } }, from);
    },
    refused(from, count, most) {
      // The first, and the one that closes the door: a thousand guesses must not fill the log.
      if (count !== 1 && count !== most) return;
      const details =
        count === 1 ? { reason: 'a wrong token' } : { reason: `${most} wrong tokens in a minute` };
      void record({ operator: 'nobody', via: 'http', action: 'session.refused', details }, from, 'failed');
    },
  };
}
