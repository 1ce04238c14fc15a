/** One parameter of an action, as its JSON schema describes it. */
export interface ParameterField {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly input:
    | { readonly is: 'choice'; readonly options: readonly string[] }
    | { readonly is: 'switch' }
    | {
        readonly is: 'number';
        readonly integer: boolean;
        readonly minimum?: number;
        readonly maximum?: number;
        readonly step?: number;
      }
    | { readonly is: 'text'; readonly maxLength?: number }
    | { readonly is: 'list'; readonly of: 'text' | 'number' }
    /** Anything else is written as JSON. */
    | { readonly is: 'json' };
  readonly initial: unknown;
}

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const numberIn = (schema: Json, name: string): number | undefined =>
  typeof schema[name] === 'number' && Number.isFinite(schema[name]) ? schema[name] : undefined;

/** The fields that a form asks for; `suggested` fills them in where something fits the target. */
export function parameterFields(schema: Json, suggested: Json = {}): readonly ParameterField[] {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly unknown[]) : [];
  return Object.entries(properties).map(([name, property]) => {
    const one = isRecord(property) ? property : {};
    const input = inputOf(one);
    return {
      name,
      description: typeof one['description'] === 'string' ? one['description'] : '',
      required: required.includes(name),
      input,
      initial: suggested[name] ?? one['default'] ?? (input.is === 'switch' ? false : undefined),
    };
  });
}

function inputOf(schema: Json): ParameterField['input'] {
  const { enum: options, type, items } = schema;
  if (Array.isArray(options) && options.every((one): one is string => typeof one === 'string')) {
    return { is: 'choice', options };
  }
  if (type === 'boolean') return { is: 'switch' };
  if (type === 'integer' || type === 'number') {
    const minimum = numberIn(schema, 'minimum');
    const maximum = numberIn(schema, 'maximum');
    const step = numberIn(schema, 'multipleOf');
    return {
      is: 'number',
      integer: type === 'integer',
      ...(minimum !== undefined && { minimum }),
      // What no number reaches is no limit that anybody has to read.
      ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && { maximum }),
      ...(step !== undefined && { step }),
    };
  }
  if (type === 'string') {
    const maxLength = numberIn(schema, 'maxLength');
    return { is: 'text', ...(maxLength !== undefined && { maxLength }) };
  }
  if (type === 'array' && isRecord(items)) {
    if (items['type'] === 'string') return { is: 'list', of: 'text' };
    if (items['type'] === 'integer' || items['type'] === 'number') return { is: 'list', of: 'number' };
  }
  return { is: 'json' };
}

/** What was filled in, as parameters: what was left empty is left out. */
export function parametersOf(
  fields: readonly ParameterField[],
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const given = values[field.name];
      const value = Array.isArray(given)
        ? given.filter((item) => typeof item !== 'string' || item.trim() !== '')
        : given;
      return value === undefined ||
        value === '' ||
        (Array.isArray(value) && value.length === 0 && !field.required)
        ? []
        : [[field.name, value]];
    }),
  );
}

/** Needed, and not there yet. */
export function missingFields(
  fields: readonly ParameterField[],
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const given = parametersOf(fields, values);
  const isMissing = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0);
  return fields.filter(({ name, required }) => required && isMissing(given[name])).map(({ name }) => name);
}
