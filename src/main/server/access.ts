import { createHmac } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { tokenAmong } from '../../shared/contract/web-socket-protocols.ts';
import { sameToken } from './token-check.ts';

/** What of a request speaks for whoever sent it. */
export interface Credentials {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  readonly 'sec-websocket-protocol'?: string | undefined;
}

/** token and session: let in. none: nothing was shown. throttled: too many wrong tokens came from there. */
export type Admission = 'token' | 'session' | 'none' | 'wrong' | 'throttled';

export interface Access {
  /** @param options.basic The token may also be the password of basic authentication. */
  admit(credentials: Credentials, from: string, options?: { readonly basic: boolean }): Admission;
  /**
   * Lets in once, within a minute: for an address that is handed to a browser over a command line, which every user of
   * this machine can read.
   */
  singleUseToken(): string;
  /** The `Set-Cookie` of a new session, and of the end of one. */
  openSession(): string;
  endSession(): string;
}

/** How long a browser stays known without being given the token again. */
const sessionSeconds = 30 * 24 * 3600;
const singleUseMs = 60_000;
const mostFailures = 20;
const failureWindowMs = 60_000;

/**
 * Who may use the server. A session is proved by a cookie that is derived from the token, so that it lasts over a
 * restart, and ends when the token is replaced. Cookies do not know ports: its name does, so that two servers on one
 * machine do not take each other's away.
 */
export function createAccess(options: {
  readonly token: string;
  readonly port: number;
  /** The cookie travels over TLS alone. */
  readonly secure: boolean;
  readonly clock: Clock;
  readonly random: Random;
}): Access {
  const { token, clock } = options;
  const cookieName = `datacenter-docs-${options.port}`;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${options.secure ? '; Secure' : ''}`;
  const failures = new Map<string, { count: number; until: number }>();
  let singleUse: { readonly token: string; readonly until: number } | undefined;

  const nowSeconds = () => Math.floor(Date.parse(clock.now()) / 1000);
  const sign = (expires: string) =>
    createHmac('sha256', token).update(`session ${options.port} ${expires}`).digest('base64url');

  function isSession(cookie: string | undefined): boolean {
    const given = cookie
      ?.split(';')
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(`${cookieName}=`))
      ?.slice(cookieName.length + 1);
    const [expires = '', signature = ''] = given?.split('.') ?? [];
    return (
      /^\d{1,12}$/.test(expires) && Number(expires) > nowSeconds() && sameToken(signature, sign(expires))
    );
  }

  function failuresOf(from: string): { count: number; until: number } {
    const now = clock.monotonicMs();
    // Nobody can fill the memory with addresses.
    if (failures.size > 10_000) failures.clear();
    let entry = failures.get(from);
    if (!entry || entry.until <= now) {
      entry = { count: 0, until: now + failureWindowMs };
      failures.set(from, entry);
    }
    return entry;
  }

  return {
    admit(credentials, from, { basic } = { basic: false }) {
      const given =
        /^Bearer +(\S+)$/i.exec(credentials.authorization ?? '')?.[1] ??
        (basic ? passwordOf(credentials.authorization) : undefined) ??
        tokenAmong(credentials['sec-websocket-protocol']);
      if (given === undefined) return isSession(credentials.cookie) ? 'session' : 'none';
      const known = failuresOf(from);
      if (known.count >= mostFailures) return 'throttled';
      if (sameToken(given, token)) return 'token';
      if (singleUse && singleUse.until > clock.monotonicMs() && sameToken(given, singleUse.token)) {
        singleUse = undefined;
        return 'token';
      }
      known.count += 1;
      return 'wrong';
    },
    singleUseToken() {
      singleUse = { token: options.random.id(32), until: clock.monotonicMs() + singleUseMs };
      return singleUse.token;
    },
    openSession() {
      const expires = String(nowSeconds() + sessionSeconds);
      return `${cookieName}=${expires}.${sign(expires)}; Max-Age=${sessionSeconds}; ${attributes}`;
    },
    endSession: () => `${cookieName}=; Max-Age=0; ${attributes}`,
  };
}

/** The password of `Basic`; whose it is does not matter. */
function passwordOf(authorization: string | undefined): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,2000})$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const at = pair.indexOf(':');
  return at === -1 ? undefined : pair.slice(at + 1);
}
