import { z } from 'zod';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import { estimateTokens } from '../llm/tokens.ts';
import type { RemediationAction } from '../remediation/action.ts';
import type { TicketCase } from './gather.ts';
import type { Candidate } from './hypotheses.ts';

/**
 * Actions that a ticket may want: those for something that it has to do with. First what its causes name, likeliest
 * cause first, then by how near the nearest thing is that an action is for.
 */
export function offeredActions(
  { scope, view }: Pick<TicketCase, 'scope' | 'view'>,
  candidates: readonly Pick<Candidate, 'entity' | 'pattern'>[],
  catalogue: readonly RemediationAction[],
): readonly RemediationAction[] {
  const nearest = new Map<EntityKind, number>();
  const place = (kind: EntityKind, distance: number) =>
    nearest.set(kind, Math.min(distance, nearest.get(kind) ?? Infinity));
  for (const { entity, distance } of scope.values()) place(entity.kind, distance);
  for (const { entity, pattern } of candidates) {
    for (const { kind } of pattern?.targets(entity, view) ?? [entity]) place(kind, 0);
  }
  const named = candidates.flatMap(({ pattern }) => pattern?.actions ?? []);
  const rankOf = ({ id, targets }: RemediationAction): number => {
    const at = named.findIndex((one) => one === id);
    return at === -1 ? named.length + Math.min(...targets.map((kind) => nearest.get(kind) ?? Infinity)) : at;
  };
  return catalogue
    .filter(({ targets }) => targets.some((kind) => nearest.has(kind)))
    .map((action) => ({ action, rank: rankOf(action) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ action }) => action);
}

/** As a model reads them, one a line; one that no longer fits into so many tokens is not offered. */
export function actionLines(actions: readonly RemediationAction[], tokens: number): readonly string[] {
  const lines: string[] = [];
  let left = tokens;
  for (const action of actions) {
    const line = actionLine(action);
    const cost = estimateTokens(line) + 1;
    if (cost > left) continue;
    left -= cost;
    lines.push(line);
  }
  return lines;
}

const schemaOf = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

function actionLine({ id, title, targets, parameters }: RemediationAction): string {
  const { properties, required } = schemaOf.parse(
    z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' }),
  );
  const takes =
    Object.keys(properties).length === 0
      ? 'No parameters.'
      : `Parameters (JSON Schema): ${JSON.stringify({ properties, ...(required.length > 0 && { required }) })}`;
  return `- ${id}: ${title}. Target: ${targets.join(' or ')}. ${takes}`;
}
