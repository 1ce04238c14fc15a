import { Link2 } from 'lucide-react';
import { shareableAddress } from '../app/address.ts';
import { useText } from '../i18n/catalogue.tsx';
import { IconButton } from './icon-button.tsx';
import { useToast } from './toast.tsx';

/** Copies the address of what is shown, filters and selection with it. */
export function CopyLinkButton({ href }: { href?: string }) {
  const text = useText();
  const copy = useCopyLink();
  return <IconButton icon={Link2} label={text.ui.copyLink} onClick={() => void copy(href)} />;
}

/** @param href a place inside the application; what is shown now when left out */
export function useCopyLink(): (href?: string) => Promise<void> {
  const text = useText();
  const toast = useToast();
  return async (href) => {
    const address = shareableAddress(href);
    try {
      await navigator.clipboard.writeText(address);
      toast({ message: text.ui.linkCopied });
    } catch {
      // Without permission for the clipboard the address can still be taken by hand.
      toast({ message: text.ui.copyByHand(address), status: 'warning', stays: true });
    }
  };
}
