import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useText } from '../i18n/catalogue.tsx';
import { Dialog } from './dialog.tsx';
import classes from './confirm-by-name.module.css';

/**
 * For what cannot be undone: says what will happen, and goes on only when the name of what it happens to was typed.
 * Everything that can be undone takes a toast with undo instead.
 */
export function ConfirmByName(props: {
  opened: boolean;
  /** A verb with its object: "Remove vcenter-a". */
  title: string;
  /** What will be gone, and what stays. */
  children: ReactNode;
  /** What has to be typed. */
  name: string;
  /** The verb on the button, with its object. */
  action: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={props.title} size={440}>
      {/* Typed anew each time that it opens. */}
      {props.opened && <TypedName {...props} />}
    </Dialog>
  );
}

function TypedName(props: {
  children: ReactNode;
  name: string;
  action: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const matches = typed.trim() === props.name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches) props.onConfirm();
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      <div>{props.children}</div>
      <TextInput
        data-autofocus
        label={text.ui.typeToConfirm(props.name)}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes['input'] ?? '' }}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={classes['buttons']}>
        <Button onClick={props.onClose}>{text.ui.cancel}</Button>
        <Button type="submit" variant="filled" color="red" disabled={!matches} loading={props.busy === true}>
          {props.action}
        </Button>
      </div>
    </form>
  );
}
