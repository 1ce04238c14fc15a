import { cleanText } from '../../../../shared/clean-text.ts';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { Plan } from '../../../../shared/model/plan.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { BreakGlassDialog } from './break-glass-dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { RollbackDialog, RunDialog } from './run-dialog.tsx';
import type { useRemediationCommands } from './use-remediation-commands.ts';

/** What was asked for, and is asked about before it is done. A plan stands as it was when the question was opened. */
export type Asked =
  | { readonly is: 'approve'; readonly run: boolean; readonly plan: Plan }
  | { readonly is: 'run'; readonly plan: Plan }
  | { readonly is: 'break-glass'; readonly plan: Plan }
  | { readonly is: 'rollback' }
  | { readonly is: 'reject' }
  | { readonly is: 'withdraw' }
  | { readonly is: 'stop' };

/** The question about it. */
export function Question(props: {
  asked: Asked;
  record: ShownRemediation;
  commands: ReturnType<typeof useRemediationCommands>;
  /** Why it cannot be done any more. */
  blocked: string | undefined;
  onClose: () => void;
}) {
  const { asked, record, commands, blocked, onClose } = props;
  const { remediation: words } = useText();
  const what = words.title(record.actionTitle, cleanText(record.targetName));
  switch (asked.is) {
    case 'approve':
      return (
        <ApproveDialog
          record={record}
          plan={asked.plan}
          run={asked.run}
          blocked={blocked}
          onClose={onClose}
        />
      );
    case 'run':
      return <RunDialog record={record} plan={asked.plan} blocked={blocked} onClose={onClose} />;
    case 'break-glass':
      return <BreakGlassDialog record={record} plan={asked.plan} blocked={blocked} onClose={onClose} />;
    case 'rollback':
      return <RollbackDialog record={record} blocked={blocked} onClose={onClose} />;
    case 'reject':
      return (
        <ReasonDialog
          title={words.confirm.rejectTitle(what)}
          action={words.confirm.reject}
          command={commands.reject}
          done={words.done.rejected(what)}
          id={record.id}
          onClose={onClose}
        />
      );
    case 'withdraw':
      return (
        <ReasonDialog
          title={words.confirm.withdrawTitle(what)}
          action={words.confirm.withdraw}
          command={commands.cancel}
          done={words.done.withdrawn(what)}
          id={record.id}
          onClose={onClose}
        />
      );
    case 'stop':
      return (
        <ReasonDialog
          title={words.confirm.stopTitle(what)}
          action={words.confirm.stop}
          command={commands.cancel}
          done={words.done.stopping(what)}
          id={record.id}
          onClose={onClose}
        >
          {words.confirm.stopText}
        </ReasonDialog>
      );
    default:
      return asked satisfies never;
  }
}
