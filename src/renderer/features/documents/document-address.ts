import { useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { links } from '../../app/links.ts';

/** The document that the address names: `/documents/virtualization%2Fcluster-prod-a`. */
export function useDocumentId(): string | undefined {
  const [path] = useLocation();
  return documentIdOf(path);
}

export function documentIdOf(path: string): string | undefined {
  const prefix = `${links.documents}/`;
  if (!path.startsWith(prefix)) return undefined;
  const id = safelyDecoded(path.slice(prefix.length)).replace(/\/+$/, '');
  return id === '' ? undefined : id;
}

/** The section that the address names after the `#`; follows changes that the router does not report. */
export function useSectionInAddress(): string | undefined {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const key = safelyDecoded(hash.slice(1));
  // The token of the address that let this window in stands there too, until it is taken away.
  return key === '' || key.includes('=') ? undefined : key;
}

function subscribe(changed: () => void): () => void {
  const events = ['popstate', 'pushState', 'replaceState', 'hashchange'];
  for (const event of events) addEventListener(event, changed);
  return () => {
    for (const event of events) removeEventListener(event, changed);
  };
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The same address with another section. */
export function sectionAddress(key: string): string {
  return `${location.pathname}${location.search}#${encodeURIComponent(key)}`;
}
