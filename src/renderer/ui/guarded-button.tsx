import { Button, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { MethodName } from '../../shared/contract/contract.ts';
import { usePermission } from '../app/use-permission.ts';

/**
 * A button that says why it cannot be pressed: because whoever is signed in may not call its method, or for a reason
 * of the moment. It stays reachable by the keyboard, so that the reason can be heard too.
 */
export function GuardedButton(props: {
  children: string;
  /** What it leads to in the end. */
  method: MethodName;
  /** Why it cannot be done now. */
  why?: string | undefined;
  filled?: boolean;
  danger?: boolean;
  busy?: boolean;
  small?: boolean;
  leftSection?: ReactNode;
  label?: string;
  onPress: () => void;
}) {
  const {
    children,
    method,
    filled = false,
    danger = false,
    busy = false,
    small = false,
    leftSection,
  } = props;
  const permission = usePermission(method);
  const why = permission.granted ? props.why : permission.reason;
  const button = (
    <Button
      size={small ? 'xs' : 'sm'}
      variant={filled && why === undefined ? 'filled' : 'default'}
      loading={busy}
      leftSection={leftSection}
      {...(danger && { color: 'red' })}
      {...(props.label !== undefined && { 'aria-label': props.label })}
      {...(why !== undefined && { 'aria-disabled': true, 'data-disabled': true })}
      onClick={() => {
        if (why === undefined) props.onPress();
      }}
    >
      {children}
    </Button>
  );
  return why === undefined ? button : <Tooltip label={why}>{button}</Tooltip>;
}
