import { useState } from 'react';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { activeStates, openStates } from '../../../../shared/model/remediation.ts';
import { useNow } from '../../../app/now.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { usePermission, useWhoAmI } from '../../../app/use-permission.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useStanding } from '../../../app/use-standstill.ts';
import classes from './detail.module.css';
import { hindrance } from './may-approve.ts';
import { Question, type Asked } from './question.tsx';
import { useRemediationCommands } from './use-remediation-commands.ts';

/**
 * What can be done now, always in sight. Nothing is done by one press: each of them that changes something opens a
 * question first, and what cannot be done says why.
 */
export function ActionBar({ record, planChanged }: { record: ShownRemediation; planChanged: boolean }) {
  const { remediation: words, breakGlass } = useText();
  const commands = useRemediationCommands(record);
  const why = useHindrances(record, planChanged);
  const [asked, setAsked] = useState<Asked>();
  const { state, plan, approved } = record;
  const waits = state === 'awaiting-approval';
  const open = openStates.has(state);
  const active = activeStates.has(state);
  // With one more approval after this one, there is nothing that could be run yet.
  const last = approved.needed - approved.have <= 1;
  const approve = (run: boolean) => {
    if (plan) setAsked({ is: 'approve', run, plan });
  };
  const withdraw = () => setAsked({ is: active ? 'stop' : 'withdraw' });

  const mayApprove = usePermission('remediation.approve').granted && why.approve === undefined;
  const mayReject = usePermission('remediation.reject').granted;
  const mayCancel = usePermission('remediation.cancel').granted;
  const runs = last && why.approveAndRun === undefined;
  useShortcut('panel', 'a', words.actions[runs ? 'approveAndRun' : 'approve'], () => approve(runs), {
    enabled: waits && mayApprove,
  });
  useShortcut('panel', 'r', words.actions.reject, () => setAsked({ is: 'reject' }), {
    enabled: waits && mayReject,
  });
  useShortcut('panel', 'x', words.actions[active ? 'stop' : 'withdraw'], withdraw, {
    enabled: (open || active) && mayCancel,
  });

  if (!open && !active && !record.canRollBack) return null;
  const blocked = waits ? (why.approve ?? why.run) : undefined;
  return (
    <div className={classes['bar']} role="toolbar" aria-label={words.actions.bar}>
      {blocked !== undefined && (
        <div className={classes['blocked']}>
          <StatusMark status="warning" label={blocked} wrap />
        </div>
      )}
      <div className={classes['buttons']}>
        {waits && last && (
          <GuardedButton
            method="remediation.approve"
            filled
            why={why.approveAndRun}
            onPress={() => approve(true)}
          >
            {words.actions.approveAndRun}
          </GuardedButton>
        )}
        {waits && (
          <GuardedButton
            method="remediation.approve"
            filled={!last}
            why={why.approve}
            onPress={() => approve(false)}
          >
            {words.actions.approve}
          </GuardedButton>
        )}
        {state === 'approved' && plan && (
          <GuardedButton
            method="remediation.run"
            filled
            why={why.run}
            onPress={() => setAsked({ is: 'run', plan })}
          >
            {words.actions.run}
          </GuardedButton>
        )}
        {why.away !== undefined && plan && ((waits && last) || state === 'approved') && (
          <GuardedButton
            method={waits ? 'remediation.approve' : 'remediation.run'}
            danger
            why={why.glass}
            onPress={() => setAsked({ is: 'break-glass', plan })}
          >
            {breakGlass.action}
          </GuardedButton>
        )}
        {open && plan && (
          <GuardedButton
            method="remediation.dryRun"
            busy={commands.dryRun.isPending}
            onPress={commands.runDry}
          >
            {words.actions.dryRun}
          </GuardedButton>
        )}
        {waits && (
          <GuardedButton method="remediation.reject" onPress={() => setAsked({ is: 'reject' })}>
            {words.actions.reject}
          </GuardedButton>
        )}
        {open && (
          <GuardedButton
            method="remediation.refresh"
            busy={commands.refresh.isPending}
            onPress={commands.decideAgain}
          >
            {words.actions.again}
          </GuardedButton>
        )}
        {(open || active) && (
          <GuardedButton method="remediation.cancel" filled={active} onPress={withdraw}>
            {words.actions[active ? 'stop' : 'withdraw']}
          </GuardedButton>
        )}
        {record.canRollBack && (
          <GuardedButton
            method="remediation.rollback"
            why={why.standstill}
            onPress={() => setAsked({ is: 'rollback' })}
          >
            {words.actions.rollback}
          </GuardedButton>
        )}
      </div>
      {asked && (
        <Question
          asked={asked}
          record={record}
          commands={commands}
          blocked={blockedNow(asked, why)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}

interface Hindrances {
  readonly approve: string | undefined;
  readonly approveAndRun: string | undefined;
  readonly run: string | undefined;
  /** The shared database cannot be asked whether it runs elsewhere. */
  readonly away: string | undefined;
  /** Why it cannot be run even then. */
  readonly glass: string | undefined;
  /** Nothing that changes anything runs at all. */
  readonly standstill: string | undefined;
}

/** Why it cannot be approved or run by whoever looks at it, in words. */
function useHindrances(record: ShownRemediation, planChanged: boolean): Hindrances {
  const words = useText().remediation.hindrances;
  const who = useWhoAmI();
  const standing = useStanding();
  const now = useNow();
  const expired = openStates.has(record.state) && Date.parse(record.expiresAt) <= now;
  const held = expired ? words.expired : planChanged ? words['plan-changed'] : undefined;
  const personal = hindrance(record, who);
  const standstill =
    standing?.killSwitch !== undefined ? words['kill-switch'] : standing?.paused && words.paused;
  const approve =
    held ??
    (personal === undefined
      ? undefined
      : personal === 'role'
        ? words.role(record.decision.approvals.role)
        : words[personal]);
  const away = standing?.sharedDatabaseAway;
  const run = held ?? standstill;
  const approveAndRun = approve ?? standstill;
  return {
    approve,
    approveAndRun: approveAndRun ?? away,
    run: run ?? away,
    away,
    glass: record.state === 'approved' ? run : approveAndRun,
    standstill,
  };
}

function blockedNow(asked: Asked, why: Hindrances): string | undefined {
  switch (asked.is) {
    case 'approve':
      return asked.run ? why.approveAndRun : why.approve;
    case 'run':
      return why.run;
    case 'break-glass':
      return why.glass;
    case 'rollback':
      return why.standstill;
    case 'reject':
    case 'withdraw':
    case 'stop':
      return undefined;
    default:
      return asked satisfies never;
  }
}
