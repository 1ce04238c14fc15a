import { ActionIcon, Tooltip } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { MouseEventHandler } from 'react';
import { Keys } from './kbd.tsx';

/** A button that is only an icon: its name and its key are in the tooltip, its name is read aloud. */
export function IconButton(props: {
  icon: LucideIcon;
  label: string;
  onClick: MouseEventHandler<HTMLButtonElement>;
  /** As in `useShortcut`: `mod+j`, `g i`. */
  keys?: string;
  pressed?: boolean;
  disabled?: boolean;
  size?: number;
  /** Inside a menu. */
  role?: 'menuitem';
}) {
  const { icon: Icon, label, onClick, keys, pressed, disabled = false, size = 28, role } = props;
  return (
    <Tooltip
      label={
        <>
          {label}
          {keys !== undefined && <Keys keys={keys} inTooltip />}
        </>
      }
    >
      <ActionIcon
        size={size}
        aria-label={label}
        {...(role !== undefined && { role })}
        {...(pressed !== undefined && { 'aria-pressed': pressed })}
        {...(pressed === true && { variant: 'light' })}
        disabled={disabled}
        onClick={onClick}
      >
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
