import { Wrench } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { EntityId } from '../../../../shared/model/ids.ts';
import { usePermission } from '../../../app/use-permission.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';

const ProposeDialog = lazy(async () => ({ default: (await import('./propose-dialog.tsx')).ProposeDialog }));

/** Where an entity or a ticket is shown: what could be done about it. */
export function ProposeButton(props: {
  target: EntityId;
  name: string;
  /** Where there is no room for words. */
  icon?: boolean;
  ticketId?: string;
}) {
  const { target, name, icon = false, ticketId } = props;
  const { remediation } = useText();
  const [opened, setOpened] = useState(false);
  const label = remediation.propose.button;
  const permission = usePermission('remediation.propose');
  return (
    <>
      {icon ? (
        <IconButton
          icon={Wrench}
          label={permission.granted ? label : permission.reason}
          disabled={!permission.granted}
          onClick={() => setOpened(true)}
        />
      ) : (
        <GuardedButton
          method="remediation.propose"
          leftSection={<Wrench size={14} aria-hidden />}
          onPress={() => setOpened(true)}
        >
          {label}
        </GuardedButton>
      )}
      {opened && (
        <Suspense>
          <ProposeDialog
            target={target}
            name={name}
            {...(ticketId !== undefined && { ticketId })}
            onClose={() => setOpened(false)}
          />
        </Suspense>
      )}
    </>
  );
}
