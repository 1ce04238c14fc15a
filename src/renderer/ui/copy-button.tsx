import { Button } from '@mantine/core';
import { useText } from '../i18n/catalogue.tsx';
import { useToast } from './toast.tsx';

/** Copies a text and says so. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const text = useText();
  const toast = useToast();
  return (
    <Button
      onClick={() => {
        navigator.clipboard.writeText(value).then(
          () => toast({ message: text.ui.copied }),
          () => toast({ message: text.ui.clipboardRefused, status: 'warning' }),
        );
      }}
    >
      {label}
    </Button>
  );
}
