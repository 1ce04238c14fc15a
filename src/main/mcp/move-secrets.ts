import { homedir } from 'node:os';
import { embeddedPassword, looksSecret } from '../platform/secrets-redact.ts';
import { isRecord } from './inbox.ts';
import { argumentPart, isSecretArgument } from './secret-arguments.ts';

/** A literal that became a reference. */
export interface FoundSecret {
  readonly server: string;
  /** Where it stood, e.g. `env GITHUB_TOKEN`. */
  readonly where: string;
  readonly reference: string;
  readonly from: 'env' | 'keyring';
  readonly name: string;
  /** Left out where the file itself did not have it (VS Code's `${input:…}`). Never shown, never written to a file. */
  readonly value?: string;
}

/** Replaces the literal secrets of one entry by references. `known` are those of other servers, whose names are taken. */
export function moveSecrets(
  server: string,
  entry: unknown,
  to: FoundSecret['from'],
  known: readonly FoundSecret[],
): { entry: unknown; secrets: FoundSecret[]; notes: string[] } {
  if (!isRecord(entry)) return { entry, secrets: [], notes: [] };
  const secrets: FoundSecret[] = [];
  const notes: string[] = [];

  const refer = (where: string, key: string, value?: string): string => {
    const base = to === 'env' ? variableName(server, key) : keyringName(server, key);
    const same = secrets.find((one) => (value === undefined ? one.name === base : one.value === value));
    if (same) return same.reference;
    const isTaken = (name: string) => [...known, ...secrets].some((one) => one.name === name);
    let name = base;
    for (let n = 2; isTaken(name); n++) name = `${base}_${n}`;
    const reference = `\${${to}:${name}}`;
    secrets.push({ server, where, reference, from: to, name, ...(value === undefined ? {} : { value }) });
    return reference;
  };

  /** `${VAR}` of Claude, `${input:id}` of VS Code, `${userHome}`. */
  const translate = (where: string, value: string): string =>
    value.replaceAll(/\$\{([^}]*)\}/g, (whole, inner: string) => {
      if (/^(?:env|keyring):[\w./-]+$/.test(inner)) return whole;
      const input = /^input:([\w.-]+)$/.exec(inner)?.[1];
      if (input !== undefined) return refer(where, input);
      if (inner === 'userHome') return homedir();
      const variable = /^(?:env:)?([A-Z_][A-Z0-9_]*)(:-.*)?$/s.exec(inner);
      if (variable) {
        if (variable[2] !== undefined)
          notes.push(`${where}: the default of \${${variable[1]}} is not taken over: set the variable`);
        return `\${env:${variable[1]}}`;
      }
      notes.push(`${where}: \${${inner.slice(0, 40)}} means nothing here: write the value`);
      return whole;
    });

  /** Keeps the scheme of `Bearer x`. */
  const hide = (where: string, key: string, value: string): string => {
    const scheme = /^((?:bearer|basic|token)\s+)(.+)$/is.exec(value);
    return scheme ? `${scheme[1]}${refer(where, key, scheme[2])}` : refer(where, key, value);
  };

  /** Only the password, so that people still see which host they accept. */
  const hideEmbedded = (where: string, key: string, value: string): string =>
    value.replaceAll(
      embeddedPassword,
      (_, before: string | undefined, inUrl: string, name: string | undefined, assigned: string) =>
        before === undefined
          ? `${name}${refer(where, `${key}_PASSWORD`, assigned)}`
          : `${before}${refer(where, `${key}_PASSWORD`, inUrl)}`,
    );

  const members = (kind: string, value: unknown): unknown =>
    isRecord(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, member]) => {
            if (typeof member !== 'string') return [key, member];
            const translated = hideEmbedded(`${kind} ${key}`, key, translate(`${kind} ${key}`, member));
            return [key, looksSecret(key, translated) ? hide(`${kind} ${key}`, key, translated) : translated];
          }),
        )
      : value;

  const isShell =
    typeof entry['command'] === 'string' &&
    /(?:^|[\\/])(?:ba|z|da|k)?sh$|powershell|pwsh|cmd(?:\.exe)?$/.test(entry['command']);
  const args = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    return value.map((arg: unknown, index) => {
      if (typeof arg !== 'string') return arg;
      const where = `argument ${index + 1}`;
      // A shell expands its own variables.
      const translated = hideEmbedded(where, `ARG_${index + 1}`, isShell ? arg : translate(where, arg));
      const before: unknown = value[index - 1];
      const part = argumentPart(translated, typeof before === 'string' ? before : undefined);
      if (!isSecretArgument(part)) return translated;
      return `${part.prefix}${hide(where, part.key === '' ? `ARG_${index + 1}` : part.key, part.value)}`;
    });
  };

  const { envFile, command, url, cwd } = entry;
  if (envFile !== undefined) notes.push('envFile is not read: put its variables under "env"');
  const headers = members('header', entry['headers']);
  const hasAuthorization =
    isRecord(headers) && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const address =
    typeof url === 'string' ? moveUrlSecrets(translate('url', url), hasAuthorization, refer) : undefined;
  const changed = {
    ...entry,
    ...(typeof command === 'string' ? { command: translate('command', command) } : {}),
    ...(typeof cwd === 'string' ? { cwd: translate('cwd', cwd) } : {}),
    ...(address === undefined ? {} : { url: address.url }),
    ...(entry['args'] === undefined ? {} : { args: args(entry['args']) }),
    ...(entry['env'] === undefined ? {} : { env: withoutNull(members('env', entry['env'])) }),
    ...(headers === undefined && address?.authorization === undefined
      ? {}
      : {
          headers: {
            ...(isRecord(headers) ? headers : {}),
            ...(address?.authorization === undefined ? {} : { Authorization: address.authorization }),
          },
        }),
  };
  return { entry: changed, secrets, notes };
}

/** VS Code writes null for a variable that is to be removed. */
function withoutNull(value: unknown): unknown {
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
    : value;
}

function moveUrlSecrets(
  url: string,
  hasAuthorization: boolean,
  refer: (where: string, key: string, value?: string) => string,
): { url: string; authorization?: string } {
  const query = url.replaceAll(
    /([?&])([^=&#]+)=([^&#]+)/g,
    (whole, mark: string, key: string, value: string) =>
      looksSecret(key, decode(value)) ? `${mark}${key}=${refer(`url ${key}`, key, value)}` : whole,
  );
  const user = /^(https?:\/\/)([^/@?#]+)@/.exec(query);
  if (!user) return { url: query };
  const [whole, scheme = '', credentials = ''] = user;
  const bare = `${scheme}${query.slice(whole.length)}`;
  if (hasAuthorization) return { url: bare };
  const basic = Buffer.from(decode(credentials)).toString('base64');
  return {
    url: bare,
    authorization: `Basic ${refer('url user and password', 'AUTHORIZATION', basic)}`,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** GITHUB_TOKEN of `github` stays that; TOKEN of `vc-a` becomes VC_A_TOKEN. */
function variableName(server: string, key: string): string {
  const word = (text: string) =>
    text
      .replaceAll(/[^A-Za-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, '')
      .toUpperCase();
  const name = word(key).startsWith(`${word(server)}_`) ? word(key) : `${word(server)}_${word(key)}`;
  return (/^\d/.test(name) ? `_${name}` : name).slice(0, 120);
}

function keyringName(server: string, key: string): string {
  return `${server}/${key.replaceAll(/[^\w.-]+/g, '_').replaceAll(/^[_-]+/g, '')}`.slice(0, 120);
}
