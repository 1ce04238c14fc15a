import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { sharedCollections, type SharedCollection } from '../../../../shared/model/sync.ts';
import type { SyncStatus } from '../../../app/sync/use-sync.ts';
import { useCommand } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { ServerProblem } from './server-problem.tsx';
import classes from './sync.module.css';

const everything = 'everything';

/** What sending and reading anew does, what it does not, and for which collection. */
export function RepairDialog({ status, onClose }: { status: SyncStatus; onClose: () => void }) {
  const text = useText();
  const { repair: words, collections } = text.sync;
  const toast = useToast();
  const [collection, setCollection] = useState<SharedCollection>();
  const repair = useCommand('sync.repair', ['sync.status', 'sync.parked']);
  const names = status.collections.map(({ name }) => name);
  return (
    <Dialog opened onClose={onClose} title={words.title} size={480}>
      <div className={classes['form']}>
        <ul className={classes['gives']}>
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
        <p className={classes['text']}>{words.cost}</p>
        <Select
          label={words.collection}
          allowDeselect={false}
          value={collection ?? everything}
          data={[
            { value: everything, label: words.all },
            ...names.map((name) => ({ value: name, label: collections[name] })),
          ]}
          onChange={(next) => setCollection(sharedCollections.find((one) => one === next))}
        />
        {repair.error && <ServerProblem error={repair.error} />}
        <div className={classes['dialogButtons']}>
          <Button onClick={onClose} data-autofocus>
            {text.ui.cancel}
          </Button>
          <Button
            variant="filled"
            loading={repair.isPending}
            onClick={() =>
              repair.mutate(collection === undefined ? {} : { collection }, {
                onSuccess: ({ collections: begun }) => {
                  toast({ message: words.done(begun.length), status: 'ok' });
                  onClose();
                },
              })
            }
          >
            {words.act}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
