import type { WebContents } from 'electron';
import type { Logger } from '../platform/logger.ts';
import { isOurPage } from './app-address.ts';

export interface NavigationPorts {
  /** Checks the address and opens it in the system's browser. */
  readonly openExternal: (url: string) => Promise<void>;
  readonly logger: Logger;
}

/** Keeps a page where it is: links that lead out go to the system's browser, everything else goes nowhere. */
export function lockNavigation(contents: WebContents, { openExternal, logger }: NavigationPorts): void {
  const leave = (url: string) => {
    openExternal(url).catch((error: unknown) => {
      logger.warn({ err: error }, 'an address that leads out was refused');
    });
  };
  contents.on('will-navigate', (event) => {
    if (isOurPage(event.url)) return;
    event.preventDefault();
    leave(event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    // The main frame is dealt with above; the console has no others.
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOurPage(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    leave(url);
    return { action: 'deny' };
  });
}
