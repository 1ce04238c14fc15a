import { presets as known } from '../../llm/presets.ts';
import type { Handler } from '../handler.ts';

export const presets: Handler<'llm.presets'> = () => ({
  presets: known.map(({ id, title, baseUrl, local, key }) => ({
    id,
    title,
    ...(baseUrl !== undefined && { baseUrl }),
    local,
    key,
  })),
});
