import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/catalogue.tsx';

/** A window over the screen for one thing: its name, a way out that is named too, Esc closes it. */
export function Dialog(props: {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** Its width in pixels, or all of the window. */
  size: number | 'full';
  bodyClassName?: string | undefined;
  children: ReactNode;
}) {
  const { opened, onClose, title, size, bodyClassName, children } = props;
  const text = useText();
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      {...(size === 'full' ? { fullScreen: true } : { size, centered: true })}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay blur={0} />
      <Modal.Content>
        {/* The head of a dialog is no banner of the page. */}
        <Modal.Header role="presentation">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={text.ui.close} />
        </Modal.Header>
        <Modal.Body {...(bodyClassName !== undefined && { className: bodyClassName })}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
