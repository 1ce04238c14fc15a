import { hostOf, sumsOf, type SyncStatus } from '../../../app/sync/use-sync.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ConfirmByName } from '../../../ui/confirm-by-name.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { ServerProblem } from './server-problem.tsx';
import classes from './sync.module.css';

/** A workstation that leaves the others acts for itself from then on: the server's name is typed first. */
export function DisconnectDialog(props: { opened: boolean; status: SyncStatus; onClose: () => void }) {
  const { opened, status, onClose } = props;
  const { disconnect: words } = useText().sync;
  const toast = useToast();
  const disconnect = useCommand('sync.disconnect', [
    'sync.status',
    'sync.parked',
    'settings.read',
    'status.read',
    'presence.list',
  ]);
  const { pending, parked } = sumsOf(status);
  const unsent = pending + parked;
  return (
    <ConfirmByName
      opened={opened}
      title={words.title}
      name={hostOf(status.url) ?? ''}
      action={words.act}
      busy={disconnect.isPending}
      onClose={onClose}
      onConfirm={() =>
        disconnect.mutate(
          {},
          {
            onSuccess: () => {
              toast({ message: words.done });
              onClose();
            },
          },
        )
      }
    >
      <p className={classes['text']}>{words.text}</p>
      <p className={classes['text']}>{words.alone}</p>
      {unsent > 0 && <StatusMark status="warning" label={words.pending(unsent)} wrap />}
      {disconnect.error && <ServerProblem error={disconnect.error} />}
    </ConfirmByName>
  );
}
