import { useMutation } from '@tanstack/react-query';
import { useText } from '../i18n/catalogue.tsx';
import { useToast } from '../ui/toast.tsx';
import { useClient } from './client-context.tsx';
import { useRefresh } from './use-call.ts';

/** Pauses the whole schedule and lets it go on; each can be taken back. */
export function usePauseSchedule(): { readonly busy: boolean; setPaused(paused: boolean): void } {
  const { automation, commands } = useText().shell;
  const toast = useToast();
  const { port } = useClient();
  const refresh = useRefresh();
  const command = useMutation({
    mutationFn: (paused: boolean) => port.call(paused ? 'jobs.pause' : 'jobs.resume', { job: '*' }),
    onSettled: () => refresh('status.read'),
  });
  const setPaused = (paused: boolean) => {
    command.mutate(paused, {
      onSuccess: () =>
        toast({
          message: paused ? automation.paused : automation.resumed,
          undo: () => setPaused(!paused),
        }),
      onError: (error) =>
        toast({
          message: commands.failed(paused ? automation.pause : automation.resume, error.message),
          status: 'critical',
          stays: true,
        }),
    });
  };
  return { busy: command.isPending, setPaused };
}
