import { useText } from '../i18n/catalogue.tsx';
import { useToast } from '../ui/toast.tsx';
import { useCommand } from './use-call.ts';

/** Pauses the whole schedule and lets it go on; each can be taken back. */
export function usePauseSchedule(): {
  readonly busy: boolean;
  readonly setPaused: (paused: boolean) => void;
} {
  const { automation, commands } = useText().shell;
  const toast = useToast();
  const pause = useCommand('jobs.pause', ['status.read', 'jobs.list']);
  const resume = useCommand('jobs.resume', ['status.read', 'jobs.list']);
  const setPaused = (paused: boolean) => {
    (paused ? pause : resume).mutate(
      { job: '*' },
      {
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
      },
    );
  };
  return { busy: pause.isPending || resume.isPending, setPaused };
}
