import { useCommand } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useToast } from '../../ui/toast.tsx';

/** Runs a job of the schedule now, and says so. */
export function useRunNow(
  job: 'collection' | 'documents',
  label: string,
  started: string,
): { readonly run: () => void; readonly isPending: boolean } {
  const { commands } = useText().shell;
  const toast = useToast();
  const command = useCommand('jobs.run', ['status.read', 'jobs.list']);
  return {
    isPending: command.isPending,
    run: () =>
      command.mutate(
        { job },
        {
          onSuccess: ({ joined }) => toast({ message: joined ? commands.alreadyRunning : started }),
          onError: (error) =>
            toast({ message: commands.failed(label, error.message), status: 'critical', stays: true }),
        },
      ),
  };
}
