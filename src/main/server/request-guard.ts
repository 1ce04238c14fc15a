import { isIP } from 'node:net';
import type { ListenPlan } from './server-address.ts';

/** The headers that say which server a client believes it speaks with, and which page sent it. */
export interface GuardedHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

export type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'wrong-host' | 'wrong-origin'; readonly message: string };

export interface RequestGuard {
  /**
   * Whether a request is for this server: against DNS rebinding, where a name of somebody else's leads here. Holds for
   * every request.
   */
  host(headers: GuardedHeaders): Verdict;
  /** Whether a page of this server sent it, or no page at all. Holds for everything but loading the page itself. */
  origin(headers: GuardedHeaders): Verdict;
}

const ok: Verdict = { ok: true };

/** @param port The one that is really listened on. */
export function createRequestGuard(plan: ListenPlan, port: number): RequestGuard {
  const { tls, publicOrigin } = plan;
  const scheme = tls ? 'https' : 'http';

  /**
   * Names that only this server can have. An address is no name: nobody can make it lead elsewhere; the same goes for
   * `localhost`, and for the names that the certificate vouches for.
   */
  function isOurs(host: string): boolean {
    if (publicOrigin !== undefined && host === publicOrigin.host) return true;
    const url = URL.parse(`${scheme}://${host}`);
    if (!url || url.host !== (url.port === '' ? host.replace(/:\d+$/, '') : host)) return false;
    if (Number(url.port === '' ? (tls ? 443 : 80) : url.port) !== port) return false;
    const name = url.hostname.replace(/^\[(.*)\]$/, '$1');
    return name === 'localhost' || isIP(name) !== 0 || (tls?.vouchesFor(name) ?? false);
  }

  return {
    host({ host }) {
      if (host !== undefined && isOurs(host.toLowerCase())) return ok;
      return {
        ok: false,
        code: 'wrong-host',
        message: `This server does not go by the name "${host ?? ''}".`,
      };
    },
    origin({ host, origin, 'sec-fetch-site': site }) {
      if (origin !== undefined) {
        const isSame = origin === publicOrigin?.origin || origin === originOf(scheme, host ?? '');
        if (isSame) return ok;
        return { ok: false, code: 'wrong-origin', message: `Pages of "${origin}" may not use this server.` };
      }
      // Browsers leave Origin out of plain reads, and say this instead.
      if (site === undefined || site === 'same-origin' || site === 'none') return ok;
      return { ok: false, code: 'wrong-origin', message: 'Pages of other sites may not use this server.' };
    },
  };
}

function originOf(scheme: string, host: string): string | undefined {
  return URL.parse(`${scheme}://${host}`)?.origin;
}
