import type { Entity } from '../../../shared/model/entity.ts';
import { lensDefinitions } from '../../topology/lens.ts';
import { weightOf } from '../../topology/weight.ts';
import type { Handler } from '../handler.ts';
import { entityRef } from './entities.ts';

/** Looked at before the best are chosen. */
const mostFound = 500;

export const search: Handler<'topology.search'> = async ({ text, lens, limit, at }, { app }) => {
  const wanted = text.trim();
  if (wanted === '') return { items: [], total: 0 };
  const { kinds } = lensDefinitions[lens];
  const page = await app.inventory.query({
    text: wanted,
    kinds: [...kinds],
    limit: mostFound,
    ...(at !== undefined && { at }),
  });
  const lower = wanted.toLowerCase();
  // The name itself, then names that begin so, then what has it in its name; within these what weighs most.
  const grade = ({ name }: Entity) => {
    const own = name.toLowerCase();
    return own === lower ? 0 : own.startsWith(lower) ? 1 : own.includes(lower) ? 2 : 3;
  };
  const best = page.items.toSorted((a, b) => grade(a) - grade(b) || weightOf(b.kind) - weightOf(a.kind));
  return { items: best.slice(0, limit).map(entityRef), total: page.total };
};
