import { Button, Radio, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Source } from '../../../../shared/contract/sources.ts';
import { useCommand } from '../../../app/use-call.ts';
import { Permitted } from '../../../app/permitted.tsx';
import { useText } from '../../../i18n/catalogue.tsx';
import { ConfirmByName } from '../../../ui/confirm-by-name.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { useToast } from '../../../ui/toast.tsx';
import classes from './servers.module.css';
import { ServerForm } from './server-form.tsx';

/** Change what it is started with, switch it off, remove it. */
export function ServerConfiguration({ source, onRemoved }: { source: Source; onRemoved: () => void }) {
  const { servers: words } = useText().settings;
  const toast = useToast();
  const update = useCommand('sources.update', ['sources.list', 'sources.inspectCommand']);
  const setDisabled = useCommand('sources.setDisabled', ['sources.list']);
  const remove = useCommand('sources.remove', ['sources.list', 'sources.secrets']);
  const [removing, setRemoving] = useState(false);
  const [inventory, setInventory] = useState<'keep' | 'forget'>('keep');

  const switchTo = (disabled: boolean) =>
    setDisabled.mutate(
      { name: source.name, disabled },
      {
        onSuccess: () =>
          toast({
            message: disabled ? words.switchedOff(source.name) : words.switchedOn(source.name),
            undo: () => switchTo(!disabled),
          }),
        onError: (error) => toast({ message: error.message, status: 'critical', stays: true }),
      },
    );

  return (
    <div className={classes['form']}>
      <ServerForm
        // What is stored is shown anew after it was written.
        key={JSON.stringify(source.entry)}
        initial={source}
        action={words.save}
        busy={update.isPending}
        {...(update.error && { failed: update.error.message })}
        onSubmit={(name, entry) =>
          update.mutate(
            { name, entry },
            {
              onSuccess: ({ stored }) =>
                toast({
                  message: words.saved(name, stored.length),
                  status: 'ok',
                }),
            },
          )
        }
      />
      <div className={classes['danger']}>
        <Permitted method="sources.setDisabled">
          <Switch
            checked={!source.disabled}
            label={words.inUse}
            disabled={setDisabled.isPending}
            onChange={(event) => switchTo(!event.currentTarget.checked)}
          />
        </Permitted>
        <Permitted method="sources.remove">
          <Button
            color="red"
            variant="light"
            className={classes['pushed'] ?? ''}
            onClick={() => setRemoving(true)}
          >
            {words.remove(source.name)}
          </Button>
        </Permitted>
      </div>
      <ConfirmByName
        opened={removing}
        title={words.remove(source.name)}
        name={source.name}
        action={inventory === 'forget' ? words.removeAndForget : words.remove(source.name)}
        busy={remove.isPending}
        onClose={() => setRemoving(false)}
        onConfirm={() =>
          remove.mutate(
            { name: source.name, inventory, confirm: source.name },
            {
              onSuccess: ({ forgotten }) => {
                toast({ message: words.removed(source.name, forgotten?.entities), status: 'ok' });
                setRemoving(false);
                onRemoved();
              },
            },
          )
        }
      >
        <div className={classes['form']}>
          <span>{words.removeGoes}</span>
          <Radio.Group
            value={inventory}
            onChange={(value) => setInventory(value === 'forget' ? 'forget' : 'keep')}
            label={words.whatAboutInventory(source.entities)}
          >
            <div className={classes['form']} style={{ gap: 8, marginTop: 8 }}>
              <Radio value="keep" label={words.keepInventory} description={words.keepInventoryDetail} />
              <Radio value="forget" label={words.forgetInventory} description={words.forgetInventoryDetail} />
            </div>
          </Radio.Group>
          {remove.error && <StatusMark status="critical" label={remove.error.message} wrap />}
        </div>
      </ConfirmByName>
    </div>
  );
}
