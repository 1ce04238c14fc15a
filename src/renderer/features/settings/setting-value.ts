type JsonSchema = Readonly<Record<string, unknown>>;

/** What stands at a dotted path; undefined when nothing does. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const key of path.split('.')) {
    if (!isRecord(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** The JSON Schema of the value at a dotted path. */
export function schemaAt(root: JsonSchema, path: string): JsonSchema {
  let schema: JsonSchema = root;
  for (const key of path.split('.')) {
    const { properties } = schema;
    const next = isRecord(properties) ? properties[key] : undefined;
    if (!isRecord(next)) return {};
    schema = next;
  }
  return schema;
}

/** Bounds of a number, where the schema has some. */
export function boundsOf(schema: JsonSchema): { readonly min?: number; readonly max?: number } {
  const number = (...names: string[]) =>
    names.map((name) => schema[name]).find((value): value is number => typeof value === 'number');
  const min = number('minimum', 'exclusiveMinimum');
  const max = number('maximum', 'exclusiveMaximum');
  const isBound = (value: number | undefined) =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return { ...(isBound(min) && { min }), ...(isBound(max) && { max }) } as { min?: number; max?: number };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
