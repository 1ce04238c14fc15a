import type { Handler } from '../handler.ts';
import { findEntity } from './find-entity.ts';
import { neighbourOf, relatedTo } from './neighbour.ts';

export const relations: Handler<'inventory.relations'> = async (input, { app }) => {
  const { id, at, type, direction, kind, offset, limit } = input;
  const { entity, view } = await findEntity(app, id, at);
  const others = relatedTo(view, entity, type, direction).filter((other) => other.kind === kind);
  return {
    total: others.length,
    items: others.slice(offset, offset + limit).map((other) => neighbourOf(view, other)),
  };
};
