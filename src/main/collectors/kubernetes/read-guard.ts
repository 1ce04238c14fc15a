/*
 * What may be asked of a server that can read anything: objects of kinds that hold no credentials, by arguments that
 * mean what they say. Names become parts of URLs and of command lines on the other side.
 */

type Args = Readonly<Record<string, unknown>>;
/** @returns why a value must not be sent */
type Check = (value: unknown) => string | undefined;

/** Every argument that a tool may be called with; any other is refused. */
export type GuardedTools = Readonly<Record<string, Readonly<Record<string, Check>>>>;

export function guardArguments(tools: GuardedTools, never: Readonly<Record<string, string>>) {
  return (tool: string, args: Args): string | undefined => {
    const forbidden = Object.hasOwn(never, tool) ? never[tool] : undefined;
    if (forbidden !== undefined) return forbidden;
    const known = Object.hasOwn(tools, tool) ? tools[tool] : undefined;
    if (!known) return undefined;
    for (const [name, value] of Object.entries(args)) {
      const check = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!check) return `its argument ${JSON.stringify(name)} is not known`;
      if (value === undefined || value === null || value === '') continue;
      const reason = check(value);
      if (reason !== undefined) return `${name}: ${reason}`;
    }
    return undefined;
  };
}

/** Secrets are credentials; people put them into ConfigMaps too, and nothing else of those is worth the risk. */
const unread = /^(?:secret|configmap)(?:s|list|lists)?$|^cm$/;

/** The name of a kind or of its resource, however it is written. */
function refusalOfKind(name: string): string | undefined {
  return unread.test(name.toLowerCase())
    ? `${name} objects are never read: they hold credentials, or may`
    : undefined;
}

const matching =
  (pattern: RegExp, expected: string): Check =>
  (value) =>
    typeof value === 'string' && value.length <= 253 && pattern.test(value) && !value.includes('..')
      ? undefined
      : `expected ${expected}, got ${JSON.stringify(value)?.slice(0, 80)}`;

/** Also the colons of roles and the @ and _ of names that are no DNS names. */
export const objectName = matching(/^[A-Za-z0-9][-A-Za-z0-9._:@]*$/, 'the name of an object');
export const namespaceName = matching(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/, 'the name of a namespace');
export const groupVersion = matching(
  /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?v[0-9]+[a-z0-9]*$/,
  'an apiVersion such as v1 or apps/v1',
);

const kindPattern = matching(/^[A-Za-z][A-Za-z0-9]*$/, 'a kind such as Pod');
export const readableKind: Check = (value) => kindPattern(value) ?? refusalOfKind(String(value));

/** `pods`, `deployments.v1.apps`; no list of them and no `type/name`, which say what is asked for elsewhere. */
const resourcePattern = matching(/^[A-Za-z0-9][-A-Za-z0-9.]*$/, 'one resource type such as pods');
export const readableResource: Check = (value) =>
  resourcePattern(value) ?? refusalOfKind(String(value).split('.')[0] ?? '');

/** No value of a flag may look like a flag of its own. */
export const plainText: Check = (value) =>
  typeof value === 'string' && value.length <= 1_000 && !/^\s*-|[\0\r\n]/.test(value)
    ? undefined
    : `expected a short line that does not begin with "-", got ${JSON.stringify(value)?.slice(0, 80)}`;

export const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'expected true or false');

export const never: Check = (value) => (value === false ? undefined : 'it must not be set');

export const count: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 100_000
    ? undefined
    : 'expected a whole number up to 100000';

export const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.includes(String(value)) && typeof value === 'string'
      ? undefined
      : `expected ${values.join(' or ')}, got ${JSON.stringify(value)?.slice(0, 80)}`;
