import { z } from 'zod';
import { operatorNameSchema, operatorSchema } from '../model/operator.ts';
import { roleSchema } from '../model/role.ts';
import { defineFeature } from './feature.ts';

const name = z.string().min(1).max(200);
const one = z.strictObject({ operator: operatorSchema });
/** The token is told once: only its hash is kept. */
const withToken = z.strictObject({ operator: operatorSchema, token: z.string() });

/** Who may sign in at this installation, beside whoever runs it. */
export const operators = defineFeature({
  methods: {
    list: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({}),
      output: z.strictObject({
        operators: z.array(operatorSchema),
        file: z.string(),
        /** What is wrong with the file as it stands; nobody can be added or changed until it is mended. */
        problem: z.string().exactOptional(),
      }),
    },
    add: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name: operatorNameSchema, role: roleSchema }),
      output: withToken,
      errors: ['operator-name-taken', 'too-many-operators', 'operators-unreadable'],
    },
    setRole: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name, role: roleSchema }),
      output: one,
      errors: ['operator-not-found', 'operators-unreadable'],
    },
    /** Ends their sessions and makes their token worthless; a new token lets them in again. */
    disable: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name }),
      output: one,
      errors: ['operator-not-found', 'operators-unreadable'],
    },
    /** Ends their sessions, too: the new token is the only way in. */
    renewToken: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name }),
      output: withToken,
      errors: ['operator-not-found', 'operators-unreadable'],
    },
  },
  events: {
    changed: { input: z.strictObject({}), payload: z.strictObject({ names: z.array(z.string()) }) },
  },
});
