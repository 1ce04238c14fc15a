import type { MouseEvent } from 'react';
import { useLocation } from 'wouter';
import type { Citation } from '../../../shared/model/citation.ts';
import { links } from '../../app/links.ts';
import { usePreferences } from '../../app/preferences.ts';
import { citationAddress } from './citation-address.ts';
import { useCitations } from './citations-context.ts';

/** How a source is opened: its address, or what is done in the answer itself; absent: it has no place. */
export type SourceDoor =
  | { readonly is: 'link'; readonly href: string; readonly onClick: (event: MouseEvent) => void }
  | { readonly is: 'button'; readonly onClick: () => void };

/** The answer stays beside what is opened: where the assistant is a page, it becomes the panel. */
export function useSourceDoor(): (citation: Citation) => SourceDoor | undefined {
  const { at, showCall, showPassage } = useCitations();
  const [path] = useLocation();
  const { set } = usePreferences();
  return (citation) => {
    if (citation.is === 'tool') return { is: 'button', onClick: () => showCall(citation.call) };
    if (citation.is === 'passage' && citation.origin.is === 'file') {
      return { is: 'button', onClick: () => showPassage(citation) };
    }
    const href = citationAddress(citation, at);
    if (href === undefined) return undefined;
    return {
      is: 'link',
      href,
      onClick: (event) => {
        const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
        if (!elsewhere && path.startsWith(links.assistant)) set({ assistantOpen: true });
      },
    };
  };
}
