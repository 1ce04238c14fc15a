import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { DomainError } from '../platform/errors.ts';

/** What was asked for on the command line. */
export interface ListenRequest {
  /** 0 chooses a free one; absent: always the same, so that bookmarks and sessions last, and a free one if it is taken. */
  readonly port?: number;
  /** Absent: this machine alone. */
  readonly address?: string;
  /** PEM files. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** The address under which a proxy in front shows this server, e.g. https://docs.example.org */
  readonly publicOrigin?: string;
}

export interface ListenPlan {
  readonly port: number;
  /** A free port will do when that one is taken. */
  readonly orAny: boolean;
  /** The first one must be there; the others are taken where the system has them. */
  readonly addresses: readonly [string, ...string[]];
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer; vouchesFor(name: string): boolean };
  readonly publicOrigin?: URL;
  /** Nobody but this machine reaches it. */
  readonly isLoopback: boolean;
}

const usualPort = 4780;

const certificateHint = 'Expected PEM files: the certificate with its chain, and its private key.';

/**
 * What may be listened on. Beyond this machine nothing goes in the clear: that takes a certificate, or a proxy that has
 * one.
 * @throws DomainError usage
 */
export function planListening(request: ListenRequest): ListenPlan {
  const { port = usualPort, address } = request;
  const tls = request.tls && readCertificate(request.tls);
  const publicOrigin = request.publicOrigin === undefined ? undefined : parseOrigin(request.publicOrigin);
  const isLoopback = address === undefined || isLoopbackAddress(address);
  if (address !== undefined && isIP(address) === 0) {
    throw new DomainError('usage', `--listen expects an IP address of this machine; got "${address}".`, {
      hint: 'For every IPv4 address of this machine: --listen 0.0.0.0',
    });
  }
  if (!isLoopback && tls === undefined && publicOrigin === undefined) {
    throw new DomainError(
      'usage',
      `--listen ${address} would send the token over the network in the clear.`,
      {
        hint: 'Give --tls-cert and --tls-key, or --behind-proxy ORIGIN when a proxy in front speaks TLS.',
      },
    );
  }
  return {
    port,
    orAny: request.port === undefined,
    addresses: address === undefined ? ['127.0.0.1', '::1'] : [address],
    ...(tls && { tls }),
    ...(publicOrigin && { publicOrigin }),
    isLoopback,
  };
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

function readCertificate(files: { readonly certFile: string; readonly keyFile: string }) {
  const cert = read(files.certFile, '--tls-cert');
  const key = read(files.keyFile, '--tls-key');
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch (error) {
    throw new DomainError('usage', `--tls-cert ${files.certFile} holds no certificate.`, {
      hint: certificateHint,
      cause: error,
    });
  }
  return {
    cert,
    key,
    vouchesFor: (name: string) =>
      (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined,
  };
}

function read(file: string, option: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new DomainError('usage', `${option} ${file} cannot be read.`, {
      hint: certificateHint,
      cause: error,
    });
  }
}

function parseOrigin(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== text.replace(/\/$/, '')) {
    throw new DomainError('usage', `--behind-proxy expects scheme, host and port alone; got "${text}".`, {
      hint: 'For example --behind-proxy https://docs.example.org',
    });
  }
  return url;
}
