import { z } from 'zod';
import { settingsSchema } from '../../../shared/model/settings.ts';

/** The settings as JSON Schema, for forms: ranges, choices, and titles and units where the model gives some. */
export function settingsJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) };
}

export const settingsDefaults = settingsSchema.parse({});
