import { Button, Tooltip } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { cleanText } from '../../../../shared/clean-text.ts';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { Plan } from '../../../../shared/model/plan.ts';
import { activeStates, openStates } from '../../../../shared/model/remediation.ts';
import { useNow } from '../../../app/now.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useOperator, useStanding } from '../use-standing.ts';
import { ApproveDialog } from './approve-dialog.tsx';
import classes from './detail.module.css';
import { hindrance } from './may-approve.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { RollbackDialog, RunDialog } from './run-dialog.tsx';
import { useRemediationCommands } from './use-remediation-commands.ts';

type Asked =
  | { readonly is: 'approve'; readonly run: boolean; readonly plan: Plan }
  | { readonly is: 'run'; readonly plan: Plan }
  | { readonly is: 'rollback' | 'reject' | 'withdraw' | 'stop' };

/**
 * What can be done now, always in sight. Nothing is done by one press: each of them that changes something opens a
 * question first, and what cannot be done says why.
 */
export function ActionBar({ record, planChanged }: { record: ShownRemediation; planChanged: boolean }) {
  const { remediation: words } = useText();
  const operator = useOperator();
  const standing = useStanding();
  const now = useNow();
  const commands = useRemediationCommands(record);
  const [asked, setAsked] = useState<Asked>();
  const { state, plan, approved } = record;
  const what = words.title(record.actionTitle, cleanText(record.targetName));
  const close = () => setAsked(undefined);

  const waits = state === 'awaiting-approval';
  const open = openStates.has(state);
  const active = activeStates.has(state);
  const expired = open && Date.parse(record.expiresAt) <= now;
  const held = expired ? ('expired' as const) : planChanged ? ('plan-changed' as const) : undefined;
  const approveHindrance = held ?? hindrance(record, operator);
  const standstill =
    standing?.killSwitch !== undefined ? 'kill-switch' : standing?.paused ? 'paused' : undefined;
  // With one more approval after this one, there is nothing that could be run yet.
  const last = approved.needed - approved.have <= 1;
  const runHindrance = approveHindrance ?? standstill;
  const tell = (key: keyof typeof words.hindrances | undefined) => {
    const text = key === undefined ? undefined : words.hindrances[key];
    return typeof text === 'string' ? text : undefined;
  };

  const askApprove = (run: boolean) => {
    if (plan) setAsked({ is: 'approve', run, plan });
  };
  const first = last && standstill === undefined;
  useShortcut(
    'panel',
    'a',
    first ? words.actions.approveAndRun : words.actions.approve,
    () => askApprove(first),
    {
      enabled: waits && approveHindrance === undefined,
    },
  );
  useShortcut('panel', 'r', words.actions.reject, () => setAsked({ is: 'reject' }), { enabled: waits });
  useShortcut(
    'panel',
    'x',
    active ? words.actions.stop : words.actions.withdraw,
    () => setAsked({ is: active ? 'stop' : 'withdraw' }),
    { enabled: open || active },
  );

  const buttons = [
    waits && last && (
      <Do
        key="run"
        label={words.actions.approveAndRun}
        primary
        why={tell(runHindrance)}
        onDo={() => askApprove(true)}
      />
    ),
    waits && (
      <Do
        key="approve"
        label={words.actions.approve}
        primary={!last}
        why={tell(approveHindrance)}
        onDo={() => askApprove(false)}
      />
    ),
    state === 'approved' && plan && (
      <Do
        key="run"
        label={words.actions.run}
        primary
        why={tell(held ?? standstill)}
        onDo={() => setAsked({ is: 'run', plan })}
      />
    ),
    open && plan && (
      <Do key="dry" label={words.actions.dryRun} busy={commands.dryRun.isPending} onDo={commands.runDry} />
    ),
    waits && <Do key="reject" label={words.actions.reject} onDo={() => setAsked({ is: 'reject' })} />,
    open && (
      <Do
        key="again"
        label={words.actions.again}
        busy={commands.refresh.isPending}
        onDo={commands.decideAgain}
      />
    ),
    open && !waits && (
      <Do key="withdraw" label={words.actions.withdraw} onDo={() => setAsked({ is: 'withdraw' })} />
    ),
    active && <Do key="stop" label={words.actions.stop} primary onDo={() => setAsked({ is: 'stop' })} />,
    record.canRollBack && (
      <Do
        key="rollback"
        label={words.actions.rollback}
        why={tell(standstill)}
        onDo={() => setAsked({ is: 'rollback' })}
      />
    ),
  ].filter((button) => button !== false && button !== undefined);
  const blocked = waits ? tell(approveHindrance ?? standstill) : undefined;
  if (buttons.length === 0) return null;
  return (
    <div className={classes['bar']} role="toolbar" aria-label={words.actions.bar}>
      {blocked !== undefined && (
        <div className={classes['blocked']}>
          <StatusMark status="warning" label={blocked} wrap />
        </div>
      )}
      <div className={classes['buttons']}>{buttons}</div>
      {asked?.is === 'approve' && (
        <ApproveDialog
          record={record}
          plan={asked.plan}
          run={asked.run}
          blocked={tell(asked.run ? runHindrance : approveHindrance)}
          onClose={close}
        />
      )}
      {asked?.is === 'run' && (
        <RunDialog record={record} plan={asked.plan} blocked={tell(held ?? standstill)} onClose={close} />
      )}
      {asked?.is === 'rollback' && (
        <RollbackDialog record={record} blocked={tell(standstill)} onClose={close} />
      )}
      {asked?.is === 'reject' && (
        <ReasonDialog
          title={words.confirm.rejectTitle(what)}
          action={words.confirm.reject}
          command={commands.reject}
          done={words.done.rejected(what)}
          id={record.id}
          onClose={close}
        />
      )}
      {(asked?.is === 'withdraw' || asked?.is === 'stop') && (
        <ReasonDialog
          title={asked.is === 'stop' ? words.confirm.stopTitle(what) : words.confirm.withdrawTitle(what)}
          action={asked.is === 'stop' ? words.confirm.stop : words.confirm.withdraw}
          command={commands.cancel}
          done={asked.is === 'stop' ? words.done.stopping(what) : words.done.withdrawn(what)}
          id={record.id}
          onClose={close}
        >
          {asked.is === 'stop' ? words.confirm.stopText : undefined}
        </ReasonDialog>
      )}
    </div>
  );
}

function Do(props: {
  label: string;
  primary?: boolean;
  busy?: boolean;
  /** Why it cannot be done now. */
  why?: string | undefined;
  onDo: () => void;
}): ReactNode {
  const { label, primary = false, busy = false, why, onDo } = props;
  const button = (
    <Button
      variant={primary && why === undefined ? 'filled' : 'default'}
      loading={busy}
      // It can be reached and says why, and does nothing.
      aria-disabled={why !== undefined}
      {...(why !== undefined && { 'data-disabled': true })}
      onClick={() => why === undefined && onDo()}
    >
      {label}
    </Button>
  );
  return why === undefined ? button : <Tooltip label={why}>{button}</Tooltip>;
}
