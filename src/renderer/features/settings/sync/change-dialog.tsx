import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { valueAt } from '../setting-value.ts';
import { ConnectForm } from './connect-form.tsx';

/** The same as when it was connected, with everything but the password filled in. */
export function ChangeDialog({ onClose }: { onClose: () => void }) {
  const { form: words } = useText().sync;
  const { data, error } = useCall('settings.read', {});
  const set = (name: string): string => {
    const value = valueAt(data?.values, `couchdb.${name}`);
    return typeof value === 'string' ? value : '';
  };
  return (
    <Dialog opened onClose={onClose} title={words.change} size={620}>
      {data ? (
        <ConnectForm
          present={{
            url: set('url'),
            user: set('user'),
            prefix: set('prefix'),
            caFile: set('caFile'),
            proxy: set('proxy'),
          }}
          onDone={onClose}
        />
      ) : error ? (
        <ErrorState error={error} />
      ) : (
        <SkeletonRows rows={6} />
      )}
    </Dialog>
  );
}
