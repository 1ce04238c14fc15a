import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { ToolFailure } from '../../shared/tool-failure.ts';

/** By what a server's certificate is judged. There is no way not to judge it. */
export type TlsTrust =
  | { readonly kind: 'system' }
  | { readonly kind: 'authority'; readonly pem: string }
  | { readonly kind: 'fingerprint'; readonly sha256: string };

export interface TrustedAgent {
  readonly agent: Agent;
  /** As it was presented and accepted; undefined before the first connection. */
  certificate(): ServerCertificate | undefined;
}

export interface ServerCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly sha256: string;
}

/** Connections that are kept open between requests, and are made only to a server whose certificate is accepted. */
export function createTrustedAgent(
  trust: TlsTrust,
  limits: { connections: number; timeoutMs: number },
): TrustedAgent {
  let accepted: ServerCertificate | undefined;
  const connect = buildConnector({
    timeout: Math.min(limits.timeoutMs, 15_000),
    // A resumed session shows no certificate to compare.
    maxCachedSessions: 0,
    ...(trust.kind === 'authority' ? { ca: trust.pem } : {}),
    ...(trust.kind === 'fingerprint' ? { rejectUnauthorized: false } : {}),
  });
  const agent = new Agent({
    connections: limits.connections,
    keepAliveTimeout: 60_000,
    headersTimeout: limits.timeoutMs,
    bodyTimeout: limits.timeoutMs,
    connect: (options, callback) => {
      connect(options, (error, socket) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        const peer = (socket as TLSSocket).getPeerCertificate();
        const presented = describe(peer);
        if (trust.kind === 'fingerprint' && presented.sha256 !== trust.sha256) {
          socket.destroy();
          callback(new UnexpectedCertificate(trust.sha256, presented.sha256), null);
          return;
        }
        accepted = presented;
        callback(null, socket);
      });
    },
  });
  return { agent, certificate: () => accepted };
}

/** Raised before anything is sent. */
export class UnexpectedCertificate extends Error {
  constructor(expected: string, presented: string) {
    super(
      `expected the certificate with the SHA-256 fingerprint ${readable(expected)}, the server presents ${readable(presented)}`,
    );
  }
}

/** What a connection that failed over its certificate means to an operator, with the fingerprint to compare. */
export async function explainTlsFailure(endpoint: URL, code: string): Promise<ToolFailure> {
  const presented = await presentedFingerprint(endpoint);
  const seen =
    presented === undefined
      ? ''
      : ` It presents the SHA-256 fingerprint ${readable(presented)}; when that is what its console shows, start with --fingerprint ${readable(presented)}.`;
  return new ToolFailure(
    `The certificate of ${endpoint.host} is not accepted (${code}), and nothing was sent. Name its authority with --ca-file.${seen}`,
  );
}

/** Looks at the certificate and sends nothing. */
function presentedFingerprint(endpoint: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const host = endpoint.hostname.replace(/^\[|\]$/g, '');
    const socket = connectTls({
      host,
      port: Number(endpoint.port || 443),
      rejectUnauthorized: false,
      timeout: 5_000,
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    });
    const end = (value: string | undefined) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('secureConnect', () => end(describe(socket.getPeerCertificate()).sha256));
    socket.once('error', () => end(undefined));
    socket.once('timeout', () => end(undefined));
  });
}

function describe(peer: PeerCertificate): ServerCertificate {
  return {
    subject: nameOf(peer.subject),
    issuer: nameOf(peer.issuer),
    notBefore: instantOf(peer.valid_from),
    notAfter: instantOf(peer.valid_to),
    sha256: peer.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  return Object.entries(name ?? {})
    .flatMap(([key, value]) => [value].flat().map((one) => `${key}=${String(one)}`))
    .toReversed()
    .join(', ');
}

function instantOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}

function readable(sha256: string): string {
  return `SHA256:${(sha256.toUpperCase().match(/../g) ?? []).join(':')}`;
}
