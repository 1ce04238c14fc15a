import { createHash } from 'node:crypto';
import { z } from 'zod';
import { contract, eventNames, methodNames } from '../../shared/contract/contract.ts';
import { neededRole, type FeatureDefinition } from '../../shared/contract/feature.ts';

/** The contract as JSON Schema: what travels, whatever the code looks like that says so. */
export function describeContract(): unknown {
  const json = (schema: z.ZodType, io: 'input' | 'output') =>
    z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return Object.entries(contract as Readonly<Record<string, FeatureDefinition>>).map(
    ([feature, { methods, events }]) => ({
      feature,
      methods: Object.entries(methods).map(([method, definition]) => {
        const { input, output, effect, errors = [], progress } = definition;
        return {
          method,
          effect,
          role: neededRole(definition),
          errors,
          input: json(input, 'input'),
          output: json(output, 'output'),
          ...(progress && { progress: json(progress, 'output') }),
        };
      }),
      events: Object.entries(events).map(([event, { input, payload }]) => ({
        event,
        input: json(input, 'input'),
        payload: json(payload, 'output'),
      })),
    }),
  );
}

export function hashContract(): string {
  return createHash('sha256').update(JSON.stringify(describeContract())).digest('hex').slice(0, 16);
}

/** The text of src/shared/contract/pinned.ts. */
export function pinnedSource(): string {
  return `// Written by \`npm run contract:pin\`. A difference here is a change of what travels: the page, the command line and the
// preload of another version no longer fit, and say so.

export const contractHash = '${hashContract()}';

/** The names alone, for the preload, which has no room for schemas. */
export const pinnedMethodNames: readonly string[] = ${JSON.stringify(methodNames())};
export const pinnedEventNames: readonly string[] = ${JSON.stringify(eventNames())};
`;
}
