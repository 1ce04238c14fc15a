import { presetOf } from '../../llm/presets.ts';
import type { Handler } from '../handler.ts';

export const findLocal: Handler<'llm.findLocal'> = async (_input, { app, signal }) => {
  const found = await app.llm.findLocal(signal);
  return {
    servers: found.map(({ preset, baseUrl, models }) => ({
      preset,
      title: presetOf(preset, baseUrl).title,
      baseUrl,
      models: [...models],
    })),
  };
};
