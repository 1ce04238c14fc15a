import { readFileSync } from 'node:fs';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { StartFailure, ToolFailure } from './tool-failure.ts';

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

/** What the settings are called that say whom to trust. */
export interface TrustSettings {
  readonly authority: string;
  readonly fingerprint: string;
}

/**
 * By what a certificate is judged, out of what the settings say: a file of PEM certificates or a SHA-256.
 * @throws StartFailure that names the setting
 */
export function readTrust(
  given: { readonly caFile: string | undefined; readonly fingerprint: string | undefined },
  names: TrustSettings,
): TlsTrust {
  const { caFile, fingerprint } = given;
  if (caFile !== undefined && fingerprint !== undefined)
    throw new StartFailure(`expected either ${names.authority} or ${names.fingerprint}, got both`);
  if (fingerprint !== undefined) {
    const digits = fingerprint.replace(/^sha-?256[:=]/i, '').replaceAll(':', '');
    if (!/^[0-9a-f]{64}$/i.test(digits))
      throw new StartFailure(
        `${names.fingerprint}: expected the SHA-256 of a certificate, 64 hexadecimal digits with or without colons, got ${digits.length} characters`,
      );
    return { kind: 'fingerprint', sha256: digits.toLowerCase() };
  }
  if (caFile === undefined) return { kind: 'system' };
  let pem: string;
  try {
    pem = readFileSync(caFile, 'utf8');
  } catch (error) {
    throw new StartFailure(
      `${names.authority}: ${caFile} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw new StartFailure(`${names.authority}: expected PEM certificates in ${caFile}, found none`);
  return { kind: 'authority', pem };
}

const certificateCodes =
  /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH|INVALID_PURPOSE|UNSPECIFIED$)/;

/** Whether a connection failed because its certificate was not accepted, by the code of the error. */
export const isCertificateCode = (code: string): boolean => certificateCodes.test(code);

/** The code of an error, or of what caused it. */
export function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code: unknown = Reflect.get(at, 'code');
    if (typeof code === 'string') return code;
  }
  return undefined;
}

/** What a connection that failed over its certificate means to an operator, with the fingerprint to compare. */
export async function explainTlsFailure(
  endpoint: URL,
  code: string,
  names: TrustSettings,
): Promise<ToolFailure> {
  const presented = await presentedFingerprint(endpoint);
  const seen =
    presented === undefined
      ? ''
      : ` It presents the SHA-256 fingerprint ${readable(presented)}; when that is what its console shows, give it as ${names.fingerprint} ${readable(presented)}.`;
  return new ToolFailure(
    `The certificate of ${endpoint.host} is not accepted (${code}), and nothing was sent. Name its authority with ${names.authority}.${seen}`,
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
