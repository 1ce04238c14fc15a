import { parseDocument } from 'yaml';
import { z } from 'zod';
import { secretVariable } from '../shared/secret-variable.ts';
import { StartFailure } from '../shared/tool-failure.ts';
import { authProtocols, privacyProtocols, type Credentials, type SnmpDevice } from './device.ts';

const name = z.string().min(1).max(200);
const variable = z.string().min(1).max(200).describe('name of an environment variable');
const tuning = {
  port: z.int().min(1).max(65_535).optional(),
  timeoutMs: z.int().min(100).max(60_000).optional(),
  retries: z.int().min(0).max(10).optional(),
  credentials: name.optional(),
  writeCredentials: name.optional(),
};

const credentialsSchema = z.discriminatedUnion('version', [
  z.strictObject({ version: z.literal('2c'), communityEnv: variable }),
  z.strictObject({
    version: z.literal(3),
    user: name,
    context: name.optional(),
    auth: z.strictObject({ protocol: z.enum(authProtocols), passwordEnv: variable }),
    privacy: z.strictObject({ protocol: z.enum(privacyProtocols), passwordEnv: variable }).optional(),
  }),
]);

const fileSchema = z.strictObject({
  credentials: z.record(name, credentialsSchema),
  defaults: z.strictObject(tuning).default({}),
  devices: z
    .array(
      z.strictObject({
        name,
        address: z.string().min(1).max(253),
        site: name.optional(),
        role: name.optional(),
        managementInterface: name.optional(),
        protectedInterfaces: z.array(name).default([]),
        ...tuning,
      }),
    )
    .min(1),
});
type DeviceFile = z.output<typeof fileSchema>;

/**
 * Devices out of the text of their file, with the secrets that its variables hold.
 * @throws StartFailure that names the place in the file or the variable, never a secret
 */
export function parseDeviceFile(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
  { writes }: { readonly writes: boolean },
): SnmpDevice[] {
  const parsed = fileSchema.safeParse(readYaml(text, file));
  if (!parsed.success) throw new StartFailure(`${file} does not fit:\n${z.prettifyError(parsed.error)}`);
  const { devices, defaults } = parsed.data;
  const credentialsOf = resolver(parsed.data, file, environment);
  const names = new Set<string>();
  return devices.map((device) => {
    if (names.has(device.name)) throw new StartFailure(`${file}: two devices are named ${device.name}`);
    names.add(device.name);
    const credentials = device.credentials ?? defaults.credentials;
    if (credentials === undefined)
      throw new StartFailure(
        `${file}: ${device.name} has no credentials: name them there or under "defaults"`,
      );
    const writeCredentials = writes ? (device.writeCredentials ?? defaults.writeCredentials) : undefined;
    const { site, role, managementInterface } = device;
    return {
      name: device.name,
      address: device.address,
      port: device.port ?? defaults.port ?? 161,
      timeoutMs: device.timeoutMs ?? defaults.timeoutMs ?? 2_000,
      retries: device.retries ?? defaults.retries ?? 1,
      ...(site !== undefined && { site }),
      ...(role !== undefined && { role }),
      ...(managementInterface !== undefined && { managementInterface }),
      protectedInterfaces: device.protectedInterfaces,
      credentials: credentialsOf(credentials, device.name),
      ...(writeCredentials !== undefined && {
        writeCredentials: credentialsOf(writeCredentials, device.name),
      }),
    };
  });
}

function readYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw new StartFailure(`${file} is not YAML: ${error.message}`);
  // `version: 2c` is a text and `version: 3` a number, as people write them.
  return document.toJS({ maxAliasCount: 100 });
}

function resolver(
  { credentials }: DeviceFile,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): (named: string, device: string) => Credentials {
  const resolved = new Map<string, Credentials>();
  return (named, device) => {
    const before = resolved.get(named);
    if (before !== undefined) return before;
    const one = credentials[named];
    if (one === undefined)
      throw new StartFailure(
        `${file}: ${device} names the credentials "${named}"; there are: ${Object.keys(credentials).join(', ') || 'none'}`,
      );
    const found: Credentials =
      one.version === '2c'
        ? {
            version: '2c',
            community: secretVariable(one.communityEnv, `the community of "${named}"`, environment),
          }
        : {
            version: '3',
            user: one.user,
            ...(one.context !== undefined && { context: one.context }),
            auth: {
              protocol: one.auth.protocol,
              password: password(one.auth.passwordEnv, `the authentication password of "${named}"`),
            },
            ...(one.privacy !== undefined && {
              privacy: {
                protocol: one.privacy.protocol,
                password: password(one.privacy.passwordEnv, `the privacy password of "${named}"`),
              },
            }),
          };
    resolved.set(named, found);
    return found;
  };

  function password(variableName: string, purpose: string): string {
    const value = secretVariable(variableName, purpose, environment);
    if (value.length < 8)
      throw new StartFailure(
        `expected ${purpose} in ${variableName} to have at least 8 characters, as SNMPv3 demands`,
      );
    return value;
  }
}
