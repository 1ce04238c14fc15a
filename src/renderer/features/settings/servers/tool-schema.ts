import { isRecord } from '../setting-value.ts';

export interface ToolArgument {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  readonly description: string;
}

/** The arguments that a tool's input schema names, those that are needed first. */
export function toolArguments(schema: unknown): readonly ToolArgument[] {
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {};
  const required =
    isRecord(schema) && Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  return Object.entries(properties)
    .map(([name, property]) => ({
      name,
      required: required.includes(name),
      type: typeText(property),
      description:
        isRecord(property) && typeof property['description'] === 'string' ? property['description'] : '',
    }))
    .toSorted((a, b) => Number(b.required) - Number(a.required));
}

/** `name, [other]`: what may be left out in brackets. */
export function argumentNames(schema: unknown): string {
  return toolArguments(schema)
    .map(({ name, required }) => (required ? name : `[${name}]`))
    .join(', ');
}

/** Arguments to begin with: what is needed, each with an empty value of its type. */
export function exampleArguments(schema: unknown): string {
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {};
  const example = Object.fromEntries(
    toolArguments(schema)
      .filter(({ required }) => required)
      .map(({ name }) => [name, emptyValue(properties[name])]),
  );
  return JSON.stringify(example, undefined, 2);
}

function emptyValue(property: unknown): unknown {
  if (!isRecord(property)) return '';
  if ('default' in property) return property['default'];
  if (Array.isArray(property['enum'])) return property['enum'][0] as unknown;
  switch (property['type']) {
    case 'number':
    case 'integer':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return '';
  }
}

function typeText(property: unknown): string {
  if (!isRecord(property)) return '';
  if (Array.isArray(property['enum'])) return property['enum'].map((one) => JSON.stringify(one)).join(' | ');
  const { type } = property;
  if (type === 'array') return `${typeText(property['items'])}[]`;
  return Array.isArray(type) ? type.join(' | ') : typeof type === 'string' ? type : '';
}
