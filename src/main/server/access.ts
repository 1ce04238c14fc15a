import { createHmac } from 'node:crypto';
import type { Role } from '../../shared/model/role.ts';
import type { KnownOperator } from '../operators/operators.ts';
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

/** Whom somebody is let in as. */
export interface SignedIn {
  readonly operator: string;
  readonly role: Role;
  /** Of an operator of the list; absent: the server's own token was shown, which makes whoever runs it. */
  readonly tokenHash?: string;
}

/** token and session: let in. none: nothing was shown. throttled: too many wrong tokens came from there. */
export type Admission =
  | { readonly is: 'token' | 'session'; readonly as: SignedIn }
  | { readonly is: 'none' }
  /** `count` of them came from there within the minute. */
  | { readonly is: 'wrong'; readonly count: number }
  | { readonly is: 'throttled' };

export interface Access {
  /** @param options.basic The token may also be the password of basic authentication. */
  admit(credentials: Credentials, from: string, options?: { readonly basic: boolean }): Admission;
  /**
   * Lets in once, within a minute: for an address that is handed to a browser over a command line, which every user of
   * this machine can read.
   */
  singleUseToken(): string;
  /** The `Set-Cookie` of a new session, and of the end of one. */
  openSession(as: SignedIn): string;
  endSession(): string;
}

/** How long a browser stays known without being given the token again. */
const sessionSeconds = 30 * 24 * 3600;
const singleUseMs = 60_000;
/** Wrong tokens of one address within a minute; after them none is looked at any more. */
export const mostFailures = 20;
const failureWindowMs = 60_000;

/**
 * Who may use the server. A session is proved by a cookie that is derived from the server's token and, for an operator,
 * from the hash of theirs: it lasts over a restart, ends when either token is replaced, and nobody can make one of
 * somebody else's. What its operator may do is looked up each time. Cookies do not know ports: its name does, so that
 * two servers on one machine do not take each other's away.
 */
export function createAccess(options: {
  readonly token: string;
  /** Who runs the server: whom its own token lets in. */
  readonly owner: string;
  readonly operators: {
    withToken(token: string): KnownOperator | undefined;
    named(name: string): KnownOperator | undefined;
  };
  readonly port: number;
  /** The cookie travels over TLS alone. */
  readonly secure: boolean;
  readonly clock: Clock;
  readonly random: Random;
}): Access {
  const { token, clock, operators } = options;
  const owner: SignedIn = { operator: options.owner, role: 'admin' };
  const cookieName = `datacenter-docs-${options.port}`;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${options.secure ? '; Secure' : ''}`;
  const failures = new Map<string, { count: number; until: number }>();
  let singleUse: { readonly token: string; readonly until: number } | undefined;

  const nowSeconds = () => Math.floor(Date.parse(clock.now()) / 1000);
  const hmac = (text: string) => createHmac('sha256', token).update(text).digest('base64url');
  const sign = (expires: string, as: SignedIn) =>
    as.tokenHash === undefined
      ? hmac(`session ${options.port} ${expires}`)
      : hmac(`operator ${options.port} ${expires} ${as.tokenHash} ${as.operator}`);

  /** `expires.signature` of the owner, `expires.name.signature` of an operator. */
  function sessionOf(cookie: string | undefined): SignedIn | undefined {
    const parts =
      cookie
        ?.split(';')
        .map((pair) => pair.trim())
        .find((pair) => pair.startsWith(`${cookieName}=`))
        ?.slice(cookieName.length + 1)
        .split('.') ?? [];
    const [expires = '', encodedName] = parts;
    const signature = parts.at(-1) ?? '';
    if (!/^\d{1,12}$/.test(expires) || Number(expires) <= nowSeconds()) return undefined;
    const as =
      parts.length === 2
        ? owner
        : parts.length === 3
          ? signedIn(operators.named(Buffer.from(encodedName ?? '', 'base64url').toString('utf8')))
          : undefined;
    return as && sameToken(signature, sign(expires, as)) ? as : undefined;
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
      if (given === undefined) {
        const as = sessionOf(credentials.cookie);
        return as ? { is: 'session', as } : { is: 'none' };
      }
      const known = failuresOf(from);
      if (known.count >= mostFailures) return { is: 'throttled' };
      if (sameToken(given, token)) return { is: 'token', as: owner };
      const as = signedIn(operators.withToken(given));
      if (as) return { is: 'token', as };
      if (singleUse && singleUse.until > clock.monotonicMs() && sameToken(given, singleUse.token)) {
        singleUse = undefined;
        return { is: 'token', as: owner };
      }
      known.count += 1;
      return { is: 'wrong', count: known.count };
    },
    singleUseToken() {
      singleUse = { token: options.random.id(32), until: clock.monotonicMs() + singleUseMs };
      return singleUse.token;
    },
    openSession(as) {
      const expires = String(nowSeconds() + sessionSeconds);
      const name = as.tokenHash === undefined ? '' : `${Buffer.from(as.operator).toString('base64url')}.`;
      return `${cookieName}=${expires}.${name}${sign(expires, as)}; Max-Age=${sessionSeconds}; ${attributes}`;
    },
    endSession: () => `${cookieName}=; Max-Age=0; ${attributes}`,
  };
}

function signedIn(operator: KnownOperator | undefined): SignedIn | undefined {
  return operator && { operator: operator.name, role: operator.role, tokenHash: operator.tokenHash };
}

/** The password of `Basic`; whose it is does not matter. */
function passwordOf(authorization: string | undefined): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,2000})$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const at = pair.indexOf(':');
  return at === -1 ? undefined : pair.slice(at + 1);
}
