import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ServerForm } from './server-form.tsx';

/** Adds one server; then its command and tools are looked at and accepted. */
export function AddServer(props: { opened: boolean; onClose: () => void; onAdded: (name: string) => void }) {
  const { opened, onClose, onAdded } = props;
  const { servers: words } = useText().settings;
  const add = useCommand('sources.add', ['sources.list', 'sources.secrets']);
  const close = () => {
    add.reset();
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={close} title={words.add} size={620}>
      {opened && (
        <ServerForm
          action={words.addAndLook}
          busy={add.isPending}
          {...(add.error && { failed: add.error.message })}
          onSubmit={(name, entry) => add.mutate({ name, entry }, { onSuccess: () => onAdded(name) })}
        />
      )}
    </Dialog>
  );
}
