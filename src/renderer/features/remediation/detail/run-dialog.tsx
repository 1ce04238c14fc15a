import { cleanText } from '../../../../shared/clean-text.ts';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { Plan } from '../../../../shared/model/plan.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { errorText } from '../error-text.ts';
import { RiskMark } from '../marks.tsx';
import { CallList } from './call-list.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import classes from './detail.module.css';
import { shortHash } from './short-hash.ts';
import { touched } from './use-remediation-commands.ts';

interface Props {
  readonly record: ShownRemediation;
  readonly blocked: string | undefined;
  readonly onClose: () => void;
}

/** Taking up what was approved. */
export function RunDialog({ record, plan, blocked, onClose }: Props & { readonly plan: Plan }) {
  const { remediation } = useText();
  const words = remediation.confirm;
  const toast = useToast();
  const run = useCommand('remediation.run', touched);
  const target = cleanText(record.targetName);
  const what = remediation.title(record.actionTitle, target);
  return (
    <DecideDialog
      title={words.runTitle(what)}
      action={words.run(target)}
      ready={blocked === undefined}
      busy={run.isPending}
      problem={blocked ?? errorText(run.error)}
      onDecide={() =>
        run.mutate(
          { id: record.id },
          {
            onSuccess: () => {
              toast({ message: remediation.done.runs(what), status: 'ok' });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      <p className={classes['formText']}>{words.runText}</p>
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
    </DecideDialog>
  );
}

/** Taking back what was done. */
export function RollbackDialog({ record, blocked, onClose }: Props) {
  const { remediation } = useText();
  const words = remediation.confirm;
  const toast = useToast();
  const rollback = useCommand('remediation.rollback', touched);
  const target = cleanText(record.targetName);
  const what = remediation.title(record.actionTitle, target);
  return (
    <DecideDialog
      title={words.rollbackTitle(what)}
      action={words.rollback(target)}
      danger
      ready={blocked === undefined}
      busy={rollback.isPending}
      problem={blocked ?? errorText(rollback.error)}
      onDecide={() =>
        rollback.mutate(
          { id: record.id },
          {
            onSuccess: () => {
              toast({ message: remediation.done.rollback(what) });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    >
      <p className={classes['formText']}>{words.rollbackText}</p>
      <p className={classes['quoted']}>{record.plan?.rollback}</p>
    </DecideDialog>
  );
}
