import type { Handler } from '../handler.ts';
import { requireRole } from '../require-role.ts';
import { killSwitchView } from './shown-policy.ts';

/**
 * Throwing the switch waits for nothing, not even for the audit: on a full disk it must work all the same. Releasing it
 * is recorded before, as everything else is, and takes somebody who may answer for what runs then.
 */
export const kill: Handler<'policy.kill'> = async ({ on, reason }, { app, peer }) => {
  const act = { operator: peer.operator, via: peer.via, action: 'policy.kill', subject: on ? 'on' : 'off' };
  if (on) {
    await app.policies.kill({ on, reason }, peer);
    await app.audit.record({ ...act, details: { on, reason }, result: 'done' });
    return { killSwitch: killSwitchView(app) };
  }
  requireRole(peer, 'approver', 'releasing the kill switch');
  const begun = await app.audit.begin({ ...act, details: { on, reason } });
  try {
    await app.policies.kill({ on, reason }, peer);
  } catch (error) {
    await begun.end('failed', { reason: error instanceof Error ? error.message : String(error) });
    throw error;
  }
  await begun.end('done');
  return { killSwitch: killSwitchView(app) };
};
