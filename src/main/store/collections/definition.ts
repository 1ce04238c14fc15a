import type { JsonSchema, MigrationStrategies, RxJsonSchema } from 'rxdb';

/** One collection: its schema in its newest version, and how a document of each older version becomes one. */
export interface CollectionDefinition {
  readonly schema: RxJsonSchema<{ id: string }>;
  /** From version n - 1 to n, by n. */
  readonly migrationStrategies?: MigrationStrategies;
}

/**
 * Longest values of indexed fields. They bound nothing in SQLite; RxDB wants them for its planner. Documents are
 * parsed where they enter the application, so that schemas here are not validated again on every write.
 */
export const id = { type: 'string', maxLength: 400 } as const satisfies JsonSchema;
export const shortText = { type: 'string', maxLength: 100 } as const satisfies JsonSchema;
export const instantText = { type: 'string', maxLength: 24 } as const satisfies JsonSchema;
export const count = {
  type: 'integer',
  minimum: 0,
  maximum: 1_000_000_000,
  multipleOf: 1,
} as const satisfies JsonSchema;
export const anything = {} as const satisfies JsonSchema;

/** A schema that lists its indexed fields by type and its others by name. */
export function collection(options: {
  readonly version: number;
  readonly indexed: Readonly<Record<string, JsonSchema>>;
  readonly others: readonly string[];
  readonly indexes: readonly (readonly string[])[];
  readonly migrationStrategies?: MigrationStrategies;
}): CollectionDefinition {
  const { version, indexed, others, indexes, migrationStrategies } = options;
  return {
    schema: {
      version,
      primaryKey: 'id',
      type: 'object',
      properties: { id, ...indexed, ...Object.fromEntries(others.map((name) => [name, anything])) },
      required: ['id'],
      indexes: indexes.map((index) => [...index]),
    },
    ...(migrationStrategies && { migrationStrategies }),
  };
}
