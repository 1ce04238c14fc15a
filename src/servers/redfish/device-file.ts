import { dirname, isAbsolute, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { secretVariable } from '../shared/secret-variable.ts';
import { readTrust, type TlsTrust } from '../shared/tls-trust.ts';
import { StartFailure } from '../shared/tool-failure.ts';
import type { Credentials, RedfishDevice } from './device.ts';

const name = z.string().min(1).max(200);
const variable = z.string().min(1).max(200).describe('name of an environment variable');
const tuning = {
  timeoutMs: z.int().min(100).max(120_000).optional(),
  connections: z.int().min(1).max(16).optional(),
  credentials: name.optional(),
  writeCredentials: name.optional(),
  caFile: z.string().min(1).optional(),
};

const fileSchema = z.strictObject({
  credentials: z.record(name, z.strictObject({ userEnv: variable, passwordEnv: variable })),
  defaults: z.strictObject(tuning).default({}),
  devices: z
    .array(
      z.strictObject({
        name,
        address: z.string().min(1).max(500),
        fingerprint: z.string().min(1).max(200).optional(),
        site: name.optional(),
        rack: name.optional(),
        role: name.optional(),
        ...tuning,
      }),
    )
    .min(1),
});

/** What the file calls the settings that say whom to trust. */
export const trustMembers = { authority: 'caFile', fingerprint: 'fingerprint' } as const;

/**
 * Devices out of the text of their file, with the secrets that its variables hold. Files of authorities are named from
 * the folder that the file of devices is in.
 * @throws StartFailure that names the place in the file or the variable, never a secret
 */
export function parseDeviceFile(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
  { writes }: { readonly writes: boolean },
): RedfishDevice[] {
  const parsed = fileSchema.safeParse(readYaml(text, file));
  if (!parsed.success) throw new StartFailure(`${file} does not fit:\n${z.prettifyError(parsed.error)}`);
  const { devices, defaults, credentials: known } = parsed.data;
  const resolved = new Map<string, Credentials>();
  const names = new Set<string>();
  return devices.map((device) => {
    if (names.has(device.name)) throw new StartFailure(`${file}: two devices are named ${device.name}`);
    names.add(device.name);
    const named = device.credentials ?? defaults.credentials;
    if (named === undefined)
      throw new StartFailure(
        `${file}: ${device.name} has no credentials: name them there or under "defaults"`,
      );
    const toWrite = writes ? (device.writeCredentials ?? defaults.writeCredentials) : undefined;
    const { site, rack, role } = device;
    return {
      name: device.name,
      origin: originOf(device.address, `${file}: ${device.name}`),
      trust: trustOf(device, defaults.caFile),
      timeoutMs: device.timeoutMs ?? defaults.timeoutMs ?? 10_000,
      connections: device.connections ?? defaults.connections ?? 4,
      ...(site !== undefined && { site }),
      ...(rack !== undefined && { rack }),
      ...(role !== undefined && { role }),
      credentials: credentialsOf(named, device.name),
      ...(toWrite !== undefined && { writeCredentials: credentialsOf(toWrite, device.name) }),
    };
  });

  function trustOf(
    device: {
      readonly name: string;
      readonly caFile?: string | undefined;
      readonly fingerprint?: string | undefined;
    },
    common: string | undefined,
  ): TlsTrust {
    // What a device says of itself stands for what is said of all.
    const caFile = device.caFile ?? (device.fingerprint === undefined ? common : undefined);
    try {
      return readTrust(
        {
          caFile: caFile === undefined || isAbsolute(caFile) ? caFile : resolve(dirname(file), caFile),
          fingerprint: device.fingerprint,
        },
        trustMembers,
      );
    } catch (error) {
      if (error instanceof StartFailure) throw new StartFailure(`${file}: ${device.name}: ${error.message}`);
      throw error;
    }
  }

  function credentialsOf(named: string, device: string): Credentials {
    const before = resolved.get(named);
    if (before !== undefined) return before;
    const one = known[named];
    if (one === undefined)
      throw new StartFailure(
        `${file}: ${device} names the credentials "${named}"; there are: ${Object.keys(known).join(', ') || 'none'}`,
      );
    const found = {
      user: secretVariable(one.userEnv, `the user name of "${named}"`, environment),
      password: secretVariable(one.passwordEnv, `the password of "${named}"`, environment),
    };
    resolved.set(named, found);
    return found;
  }
}

function readYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw new StartFailure(`${file} is not YAML: ${error.message}`);
  return document.toJS({ maxAliasCount: 100 });
}

function originOf(text: string, where: string): URL {
  const bare = text.includes(':') && /^[0-9a-f:]+$/i.test(text) ? `[${text}]` : text;
  const url = URL.parse(bare.includes('://') ? bare : `https://${bare}`);
  if (url === null) throw new StartFailure(`${where}: expected an https address, got text that is none`);
  if (url.username !== '' || url.password !== '')
    throw new StartFailure(
      `${where}: expected an address without user and password; name them under "credentials"`,
    );
  if (url.protocol !== 'https:')
    throw new StartFailure(
      `${where}: expected an https address, got "${url.protocol}//…"; passwords are not sent unencrypted`,
    );
  return new URL('/', url);
}
