import { contract } from '../../../shared/contract/contract.ts';
import { neededRole, type FeatureDefinition } from '../../../shared/contract/feature.ts';
import { mayActAs, type Role } from '../../../shared/model/role.ts';
import type { Handler } from '../handler.ts';

export const whoAmI: Handler<'system.whoAmI'> = (_input, { peer: { operator, role } }) => ({
  operator,
  role,
  refused: refusedTo(role),
});

function refusedTo(role: Role): Record<string, Role> {
  const features: Readonly<Record<string, FeatureDefinition>> = contract;
  return Object.fromEntries(
    Object.entries(features).flatMap(([feature, { methods }]) =>
      Object.entries(methods).flatMap(([method, definition]) => {
        const needed = neededRole(definition);
        return mayActAs(role, needed) ? [] : [[`${feature}.${method}`, needed] as const];
      }),
    ),
  );
}
