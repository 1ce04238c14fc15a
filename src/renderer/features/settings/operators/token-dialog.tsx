import { Button, TextInput } from '@mantine/core';
import { canSignOut } from '../../../app/sign-out.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import classes from './operators.module.css';

export interface ShownToken {
  readonly name: string;
  readonly token: string;
}

/** The one moment at which a token can be read. */
export function TokenDialog({ shown, onClose }: { shown: ShownToken | undefined; onClose: () => void }) {
  const { operators: words } = useText();
  return (
    <Dialog opened={shown !== undefined} onClose={onClose} title={words.token(shown?.name ?? '')} size={560}>
      {shown && (
        <div className={classes['dialog']}>
          <p className={classes['detail']}>{words.tokenDetail}</p>
          {/* A window of the desktop has no address that others could open. */}
          {canSignOut() && (
            <Secret
              label={words.address}
              copy={words.copyAddress}
              value={`${window.location.origin}/#token=${shown.token}`}
            />
          )}
          <Secret label={words.bare} copy={words.copyToken} value={shown.token} />
          <div className={classes['buttons']}>
            <Button variant="filled" onClick={onClose}>
              {words.done}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Secret({ label, value, copy }: { label: string; value: string; copy: string }) {
  return (
    <div className={classes['secret']}>
      <TextInput
        label={label}
        value={value}
        readOnly
        autoComplete="off"
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value} label={copy} />
    </div>
  );
}
