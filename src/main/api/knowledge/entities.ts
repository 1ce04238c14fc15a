import type { Handler } from '../handler.ts';

export const entities: Handler<'knowledge.entities'> = async ({ text }, { app }) => ({
  entities: [...(await app.knowledge.entitiesIn(text))],
});
