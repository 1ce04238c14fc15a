import { z } from 'zod';
import { profileSchema } from '../../../shared/model/profile.ts';
import type { Handler } from '../handler.ts';

export const schema: Handler<'profiles.schema'> = () => ({
  schema: { ...z.toJSONSchema(profileSchema, { io: 'input', unrepresentable: 'any' }) },
});
