import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { cleanText } from '../../../../shared/clean-text.ts';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { Plan } from '../../../../shared/model/plan.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { errorText } from '../error-text.ts';
import { RiskMark } from '../marks.tsx';
import { CallList } from './call-list.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import classes from './detail.module.css';
import { shortHash } from './short-hash.ts';
import { touched } from './use-remediation-commands.ts';

/** Agreeing to the plan that was looked at: its calls once more, the target's name typed where policy asks for it. */
export function ApproveDialog(props: {
  record: ShownRemediation;
  /** As it was when the question was opened: no other is approved. */
  plan: Plan;
  run: boolean;
  /** Why it cannot be approved any more. */
  blocked: string | undefined;
  onClose: () => void;
}) {
  const { record, plan, run, blocked, onClose } = props;
  const { remediation } = useText();
  const words = remediation.confirm;
  const toast = useToast();
  const [typed, setTyped] = useState('');
  const approve = useCommand('remediation.approve', touched);
  const target = cleanText(record.targetName);
  const what = remediation.title(record.actionTitle, target);
  const { typedName } = record.decision.approvals;
  const named = !typedName || typed.trim() === record.targetName;
  const after = record.approved.needed - record.approved.have - 1;
  const decide = () =>
    approve.mutate(
      {
        id: record.id,
        planHash: plan.hash,
        run,
        ...(typedName && { typedName: typed.trim() }),
      },
      {
        onSuccess: () => {
          toast({
            message: run ? remediation.done.runs(what) : remediation.done.approved(what),
            status: 'ok',
          });
          onClose();
        },
        onError: (error) => {
          if (error.code !== 'plan-changed') return;
          toast({
            message: remediation.failed(what, errorText(error)),
            status: 'warning',
            stays: true,
          });
          onClose();
        },
      },
    );
  return (
    <DecideDialog
      title={run ? words.approveAndRunTitle(what) : words.approveTitle(what)}
      action={run ? words.approveAndRun(target) : words.approve(target)}
      danger={record.decision.risk.level === 'high' || record.decision.risk.level === 'critical'}
      ready={named && blocked === undefined}
      busy={approve.isPending}
      problem={blocked ?? errorText(approve.error)}
      onDecide={decide}
      onClose={onClose}
    >
      <p className={classes['formText']}>
        {run ? words.runText : words.approveText} {!run && after <= 0 && words.lastApproval}
        {after > 0 && words.moreNeeded(after)}
      </p>
      <p className={classes['decideHead']}>
        <RiskMark risk={record.decision.risk.level} />
        <span>{words.calls(plan.calls.length)}</span>
        <span className={classes['dim']}>
          {words.keepPlan} <code>{shortHash(plan.hash)}</code>
        </span>
      </p>
      <div className={classes['decideCalls']}>
        <CallList calls={plan.calls} />
      </div>
      {typedName && (
        <TextInput
          data-autofocus
          label={words.typeName(target)}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: classes['typed'] ?? '' }}
          rightSectionWidth={150}
          rightSection={named && <StatusMark status="ok" label={words.typed} />}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
    </DecideDialog>
  );
}
