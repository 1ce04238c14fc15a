import { cleanText } from '../../../../shared/clean-text.ts';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { MethodName } from '../../../../shared/contract/contract.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import type { ContractError } from '../../../../shared/contract/errors.ts';
import { useToast } from '../../../ui/toast.tsx';
import { errorText } from '../error-text.ts';

/** Whose answers are old once something was done about a remediation. */
export const touched: readonly MethodName[] = [
  'remediation.get',
  'remediation.list',
  'remediation.state',
  'status.read',
];

/** What can be done about one, beside approving it. Errors are told where they are asked for, or in a corner. */
export function useRemediationCommands(record: Pick<ShownRemediation, 'id' | 'actionTitle' | 'targetName'>) {
  const { remediation: words } = useText();
  const toast = useToast();
  const what = words.title(record.actionTitle, cleanText(record.targetName));
  const reject = useCommand('remediation.reject', touched);
  const cancel = useCommand('remediation.cancel', touched);
  const refresh = useCommand('remediation.refresh', touched);
  const dryRun = useCommand('remediation.dryRun', touched);
  const failed = (error: ContractError) =>
    toast({ message: words.failed(what, errorText(error)), status: 'critical', stays: true });
  return {
    reject,
    cancel,
    refresh,
    dryRun,
    decideAgain: () =>
      refresh.mutate(
        { id: record.id },
        { onSuccess: () => toast({ message: words.done.again(what) }), onError: failed },
      ),
    runDry: () =>
      dryRun.mutate(
        { id: record.id },
        {
          onSuccess: ({ journal }) => {
            const ok = journal.findLast((entry) => entry.is === 'pre-checked')?.ok ?? false;
            toast({
              message: ok ? words.done.dryRun(what) : words.done.dryRunBad(what),
              status: ok ? 'ok' : 'warning',
            });
          },
          onError: failed,
        },
      ),
  };
}
