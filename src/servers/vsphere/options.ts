import { readFileSync } from 'node:fs';
import { readArguments, wholeNumber } from '../shared/flags.ts';
import { secretVariable } from '../shared/secret-variable.ts';
import { StartFailure } from '../shared/tool-failure.ts';
import type { TlsTrust } from './connection/tls-trust.ts';
import { vsphereFlags } from './flags.ts';

export interface VsphereOptions {
  /** The SDK's endpoint, `https://…/sdk`. */
  readonly endpoint: URL;
  readonly user: string;
  readonly password: string;
  readonly trust: TlsTrust;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly allowWrites: boolean;
}

/** @throws StartFailure that says which option or variable, what was expected and what came */
export function parseVsphereOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): VsphereOptions {
  const args = readArguments(vsphereFlags, argv);
  return {
    endpoint: endpointOf(args.value('url')),
    user: secretVariable(args.value('user-env') ?? 'VSPHERE_USER', 'the user name', environment),
    password: secretVariable(args.value('password-env') ?? 'VSPHERE_PASSWORD', 'the password', environment),
    trust: trustOf(args.value('ca-file'), args.value('fingerprint')),
    concurrency: wholeNumber('concurrency', args.value('concurrency') ?? '6', 1, 32),
    timeoutMs: wholeNumber('timeout', args.value('timeout') ?? '60', 1, 600) * 1_000,
    allowWrites: args.has('allow-writes'),
  };
}

function endpointOf(text: string | undefined): URL {
  if (text === undefined)
    throw new StartFailure('--url: expected the https address of a vCenter or an ESXi host, got nothing');
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (url === null) throw new StartFailure(`--url: expected an https address, got text that is none`);
  if (url.username !== '' || url.password !== '')
    throw new StartFailure(
      '--url: expected an address without user and password; name the environment variables that hold them with --user-env and --password-env',
    );
  if (url.protocol !== 'https:')
    throw new StartFailure(
      `--url: expected an https address, got "${url.protocol}//…"; passwords are not sent unencrypted`,
    );
  return new URL('/sdk', url);
}

function trustOf(caFile: string | undefined, fingerprint: string | undefined): TlsTrust {
  if (caFile !== undefined && fingerprint !== undefined)
    throw new StartFailure('expected either --ca-file or --fingerprint, got both');
  if (fingerprint !== undefined) {
    const digits = fingerprint.replace(/^sha-?256[:=]/i, '').replaceAll(':', '');
    if (!/^[0-9a-f]{64}$/i.test(digits))
      throw new StartFailure(
        `--fingerprint: expected the SHA-256 of a certificate, 64 hexadecimal digits with or without colons, got ${digits.length} characters`,
      );
    return { kind: 'fingerprint', sha256: digits.toLowerCase() };
  }
  if (caFile === undefined) return { kind: 'system' };
  let pem: string;
  try {
    pem = readFileSync(caFile, 'utf8');
  } catch (error) {
    throw new StartFailure(
      `--ca-file: ${caFile} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw new StartFailure(`--ca-file: expected PEM certificates in ${caFile}, found none`);
  return { kind: 'authority', pem };
}
