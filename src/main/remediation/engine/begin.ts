import { openStates, type Approval, type Remediation } from '../../../shared/model/remediation.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Actor } from '../remediations.ts';
import { countingApprovals } from './agreement.ts';
import { endRecord } from './drive.ts';
import { entriesOf, withEntry } from './journal.ts';
import { judgeAnew, type QueueContext } from './judge-anew.ts';
import { makePlan, type Workpiece } from './make-plan.ts';
import type { Claimed, ClaimWish, RemediationPorts } from './ports.ts';
import type { Records } from './records.ts';
import type { BrokenGlass } from '../break-glass.ts';
import { planChanged, sharedDatabaseAway, whyNot } from './refusals.ts';
import { trailOf } from './trail.ts';

/** Judges it by how things are at this moment, makes the claim, and writes down that it is begun. */
export async function beginRun(
  context: QueueContext,
  id: string,
  by: Actor,
  glass?: BrokenGlass,
): Promise<Workpiece> {
  const { ports, records } = context;
  const { audit, clock } = ports;
  const before = await records.need(id);
  const { record, planned } = await judgeAnew(context, id, by);
  if (record.state !== 'approved' || !planned) throw whyNot(before, record, ports.roleNow);
  const { plan } = planned;
  const workstation = await ports.workstation();
  await audit.record({
    operator: by.operator,
    via: by.via,
    action: 'remediation.taken-up',
    subject: `${id} ${record.action} ${record.targetName}`,
    result: 'done',
    details: {
      planHash: plan.hash,
      workstation,
      approvals: record.approvals,
      ...(glass && { breakGlass: { ...glass } }),
    },
  });
  const claimed = await ports.claims.acquire({
    remediation: id,
    workstation,
    by: by.operator,
    planHash: plan.hash,
    ...agreedHere(record, ports, workstation),
    ...(record.claimsLife !== undefined && { claimsLife: record.claimsLife }),
    ...(glass && { breakGlass: { by: by.operator, typed: glass.typed } }),
  });
  if (claimed.is !== 'made') throw await notClaimed(context, record, claimed, by);
  try {
    await records.update(id, (now) => {
      if (now.plan?.hash !== plan.hash) throw planChanged(now);
      return withEntry(
        now,
        { is: 'planned', planHash: plan.hash, by: by.operator, dryRun: false },
        clock.now(),
        'planned',
      );
    });
  } catch (error) {
    // Whoever has a claim is the only one for ever: it cannot be taken up again, and must not look as if it could.
    await withdrawUnbegun(
      context,
      id,
      'nothing was sent: it was changed in the moment in which it was taken up',
      by,
    );
    throw error;
  }
  const other = (await records.active()).find((one) => one.id !== id && one.target === record.target);
  if (other) {
    await endRecord(id, 'cancelled', `nothing was sent: ${other.id} was quicker on its target`, {
      records,
      ports,
      by,
    });
    throw new DomainError('target-busy', `${id} was withdrawn: ${other.id} is at work on its target.`, {
      hint: 'Propose it again when that has come to its end.',
    });
  }
  return planned.workpiece;
}

function agreedHere(
  record: Remediation,
  { roleNow }: Pick<RemediationPorts, 'roleNow'>,
  here: string,
): Pick<ClaimWish, 'agreed'> {
  const { needed, role } = record.decision.approvals;
  const own = (given: Approval) => given.workstation === here;
  const counting = countingApprovals(record, roleNow);
  const missing = needed - counting.filter((given) => !own(given)).length;
  return missing > 0
    ? { agreed: { by: counting.filter(own).map(({ by }) => by), needed: missing, role } }
    : {};
}

/** Says so in the audit, which has been told that it was taken up. @returns what whoever wanted it is told */
async function notClaimed(
  context: QueueContext,
  { id, action, targetName }: Remediation,
  { is, text }: Exclude<Claimed, { is: 'made' }>,
  by: Actor,
): Promise<DomainError> {
  await context.ports.audit.record({
    operator: by.operator,
    via: by.via,
    action: 'remediation.not-taken-up',
    subject: `${id} ${action} ${targetName}`,
    result: 'cancelled',
    details: { claim: is, text },
  });
  switch (is) {
    case 'taken':
      return new DomainError('claimed-elsewhere', `${id} is not begun: ${text}.`, {
        hint: 'It runs once: look at how it goes on.',
      });
    case 'away':
      return sharedDatabaseAway(id, text);
    case 'not-agreed':
      return new DomainError('forbidden', `${id} is not begun: ${text}.`, {
        hint: 'Have it approved, and run, at a workstation whose account may do that.',
      });
    case 'lost':
      await withdrawUnbegun(context, id, `nothing was sent from here: ${text}`, by);
      return new DomainError('claim-unknown', `${id} was withdrawn: ${text}.`, {
        hint: 'Look at the target, and propose it again if it is still wanted.',
      });
  }
}

/** Ends one that is claimed and was never begun: nothing will ever be sent of it any more. */
export async function withdrawUnbegun(
  { records, ports }: Pick<QueueContext, 'records' | 'ports'>,
  id: string,
  why: string,
  by: Actor,
): Promise<void> {
  const now = await records.need(id);
  if (!openStates.has(now.state)) return;
  const text = `${why}; it has to be proposed again`;
  await endRecord(id, 'cancelled', text, { records, ports, by });
}

/**
 * @param here this workstation: what was done elsewhere is taken back there, by whoever knows what was done
 * @returns why it cannot be taken back; undefined when it can
 */
export function rollbackProblem(
  record: Remediation,
  { catalogue }: Pick<RemediationPorts, 'catalogue'>,
  here: string | undefined,
): string | undefined {
  const { state, plan, claim } = record;
  if (state !== 'succeeded' && state !== 'failed' && state !== 'outcome-unknown') return `it is ${state}`;
  if (record.journal.some(({ is }) => is === 'rollback-planned')) return 'that was tried already';
  if (!record.journal.some(({ is }) => is === 'call-intended')) return 'nothing was sent';
  if (claim && here !== undefined && claim.workstation !== here)
    return `it was executed at ${claim.workstation}, and only there it can be`;
  if ((record.otherRuns ?? []).length > 0) return 'it was run at other workstations as well';
  const action = catalogue.find(({ id }) => id === record.action);
  const adapter = action?.adapters.find(({ server }) => server === plan?.adapter);
  if (!adapter) return 'the catalogue does not have its action any more';
  if (!adapter.rollback) {
    return action?.reversibility.is === 'irreversible'
      ? action.reversibility.because
      : 'there is no way back';
  }
  return trailOf(record).before === undefined ? 'what it was before is not known' : undefined;
}

/**
 * The way back leads to what its target was before it. Where something else was done there since, that would take back
 * the other as well, without anybody having asked for it.
 * @throws DomainError cannot-roll-back
 */
async function refuseOvertaken(records: Pick<Records, 'find'>, record: Remediation): Promise<void> {
  const { id, target } = record;
  const sentAt = (one: Remediation) => entriesOf(one, 'call-intended').at(-1)?.at ?? '';
  const others = await records.find({ target, limit: 10_000 });
  const later = others.find(
    (one) => one.id !== id && one.state !== 'rolled-back' && sentAt(one) > sentAt(record),
  );
  if (!later) return;
  throw new DomainError(
    'cannot-roll-back',
    `${id} cannot be taken back any more: ${later.id} (${later.action}, ${later.state}) was done to ${record.targetName} since.`,
    { hint: 'Take the newest back first, or propose an action that puts things right.' },
  );
}

/** Plans the way back from how the target is now, and writes down that it is begun. */
export async function beginRollback(
  { ports, records }: QueueContext,
  id: string,
  by: Actor,
): Promise<Workpiece> {
  const { audit, clock } = ports;
  const here = await ports.workstation();
  const record = await records.need(id);
  await refuseOvertaken(records, record);
  const view = await ports.inventory.view();
  const target = view.get(record.target);
  const action = ports.catalogue.find((one) => one.id === record.action);
  const cannot = (why: string) =>
    new DomainError('cannot-roll-back', `${id} cannot be taken back now: ${why}.`, {
      hint: 'Propose an action that puts things right.',
    });
  if (!target || !action) throw cannot('its target or its action is not there any more');
  const planning = await makePlan(action, { target, parameters: record.parameters, view }, ports);
  if (planning.is === 'no-plan') throw cannot(planning.why);
  const { workpiece, facts } = planning.planned;
  const { before } = trailOf(record);
  const calls = before && workpiece.adapter.rollback?.(workpiece.subject, before, facts);
  if (!calls) throw cannot('what it was before is not known');
  if (calls.length === 0) throw cannot('there is nothing to take back, it is as it was');
  await audit.record({
    operator: by.operator,
    via: by.via,
    action: 'remediation.rollback',
    subject: `${id} ${record.action} ${record.targetName}`,
    result: 'done',
    details: { calls, from: record.state },
  });
  await records.update(id, (now) => {
    const problem = rollbackProblem(now, ports, here);
    if (problem !== undefined) throw cannot(problem);
    return withEntry(
      now,
      {
        is: 'rollback-planned',
        by: by.operator,
        calls: calls.map((call) => ({ ...call, source: workpiece.source })),
        text: `asked for by ${by.operator}`,
      },
      clock.now(),
      'rolling-back',
    );
  });
  return workpiece;
}
