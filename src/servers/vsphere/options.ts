import { readArguments, wholeNumber } from '../shared/flags.ts';
import { secretVariable } from '../shared/secret-variable.ts';
import { StartFailure } from '../shared/tool-failure.ts';
import { readTrust, type TlsTrust } from '../shared/tls-trust.ts';
import { trustFlags, vsphereFlags } from './flags.ts';

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
    trust: readTrust({ caFile: args.value('ca-file'), fingerprint: args.value('fingerprint') }, trustFlags),
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
