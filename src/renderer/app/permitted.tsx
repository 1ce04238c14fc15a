import { Tooltip, VisuallyHidden } from '@mantine/core';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MethodName } from '../../shared/contract/contract.ts';
import classes from './permitted.module.css';
import { usePermission } from './use-permission.ts';

/** Controls that call a method: where whoever is signed in may not, they are disabled, and hovering or focus says why. */
export function Permitted({ method, children }: { method: MethodName; children: ReactNode }) {
  const permission = usePermission(method);
  if (permission.granted) return children;
  return (
    <Tooltip label={permission.reason} multiline maw={320}>
      {/* What is disabled hears neither pointer nor keyboard: its surroundings say why it is. */}
      <span className={classes['refused']} tabIndex={0}>
        <VisuallyHidden>{permission.reason}</VisuallyHidden>
        <fieldset className={classes['group']} disabled>
          {children}
        </fieldset>
      </span>
    </Tooltip>
  );
}

/** Above what stays readable: why nothing in it can be changed by whoever is signed in. */
export function PermissionNote({ method }: { method: MethodName }) {
  const permission = usePermission(method);
  if (permission.granted) return null;
  return (
    <p className={classes['note']}>
      <Lock size={14} aria-hidden />
      {permission.reason}
    </p>
  );
}
