import type { ContractFailure } from '../../shared/contract/errors.ts';
import {
  createLinkPort,
  type Link,
  type LinkEvents,
  type Reconnection,
} from '../../shared/contract/link-port.ts';
import { contractHash } from '../../shared/contract/pinned.ts';
import type { ContractPort } from '../../shared/contract/port.ts';
import {
  openWebSocketLink,
  unauthorized,
  type WebSocketLike,
} from '../../shared/contract/web-socket-port.ts';
import { offeredProtocols } from '../../shared/contract/web-socket-protocols.ts';

/** What a page has of its browser; tests bring their own. */
export interface PageHost {
  readonly location: Pick<Location, 'href' | 'hash' | 'pathname' | 'search' | 'protocol'>;
  readonly history: Pick<History, 'replaceState' | 'state'>;
  /** @returns the status; what else the server says is not needed */
  readonly post: (path: string, headers: Record<string, string>) => Promise<number>;
  readonly openSocket: (address: string, protocols: string[]) => WebSocketLike;
  readonly onFragment: (changed: () => void) => void;
  readonly reload: () => void;
}

/**
 * The contract of the server that this page came from. The address that the server printed has its token in the
 * fragment: it is taken out of the address bar at once, and given for a session, which a cookie proves from then on.
 */
export function connectToServer(again: Reconnection, page: PageHost = browserPage): ContractPort {
  let token = takeToken(page);
  const address = new URL('/contract', page.location.href);
  address.protocol = page.location.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = '';
  address.hash = '';
  // The printed address, opened in a tab that has the page already, changes nothing but the fragment.
  page.onFragment(() => {
    if (tokenIn(page.location.hash) !== undefined) page.reload();
  });

  async function openSession(given: string): Promise<ContractFailure | undefined> {
    const status = await page.post('/session', { authorization: `Bearer ${given}` });
    if (status === 204) return undefined;
    if (status === 401) return unauthorized;
    if (status === 429) return throttled;
    throw new Error(`the server answered ${status} when asked for a session`);
  }

  /** One attempt. Between now and then the page may close it, and the server may be away. */
  function open(events: LinkEvents): Link {
    if (token === undefined) return openSocket(events);
    const given = token;
    let link: Link | undefined;
    let closed = false;
    const begin = async () => {
      const failure = await openSession(given);
      if (closed) return;
      if (failure) {
        events.ended({ again: false, error: failure });
        return;
      }
      // The session holds; the token is not needed for the next attempts.
      token = undefined;
      link = openSocket(events);
    };
    begin().catch((error: unknown) => {
      if (!closed)
        events.ended({ again: true, reason: error instanceof Error ? error.message : String(error) });
    });
    return {
      // Nothing is sent before the first frame came.
      send: (frame) => link?.send(frame),
      close() {
        closed = true;
        link?.close();
      },
    };
  }

  function openSocket(events: LinkEvents): Link {
    return openWebSocketLink(() => page.openSocket(address.href, offeredProtocols()), events);
  }

  return createLinkPort({ contract: contractHash, again, open });
}

const throttled: ContractFailure = {
  code: 'too-many-requests',
  message: 'Too many wrong tokens came from this address.',
  hint: 'Wait a minute, then open the address that the application printed when it started.',
};

function tokenIn(hash: string): string | undefined {
  return new URLSearchParams(hash.slice(1)).get('token') ?? undefined;
}

/** Takes the token out of the address, so that it stands in no history, bookmark or screenshot. */
function takeToken({ location, history }: PageHost): string | undefined {
  const token = tokenIn(location.hash);
  if (token !== undefined) history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  return token;
}

const browserPage: PageHost = {
  get location() {
    return window.location;
  },
  get history() {
    return window.history;
  },
  async post(path, headers) {
    const response = await fetch(path, {
      method: 'POST',
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
    });
    // A body that nobody reads keeps its request open.
    await response.text();
    return response.status;
  },
  openSocket: (address, protocols) => new WebSocket(address, protocols),
  onFragment: (changed) => window.addEventListener('hashchange', changed),
  reload: () => window.location.reload(),
};
