import { kindDefinition } from '../../../shared/model/kinds/registry.ts';
import { splitEntityId, type EntityId } from '../../../shared/model/ids.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { DomainError } from '../../platform/errors.ts';

/** Of one target one remediation at a time, of one domain so many; the others wait for their turn. */
export interface Workplaces {
  /** @throws DomainError target-busy */
  lock(target: EntityId, remediation: string): void;
  unlock(target: EntityId, remediation: string): void;
  /** @returns whether there was room; else `whenFree` is called when there is, and the place taken */
  enter(target: EntityId, whenFree: () => void): boolean;
  leave(target: EntityId): void;
}

export function createWorkplaces(perDomain: number): Workplaces {
  const locked = new Map<EntityId, string>();
  const busy = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  return {
    lock(target, remediation) {
      const by = locked.get(target);
      if (by !== undefined) {
        throw new DomainError('target-busy', `${remediation} cannot begin: ${by} is at work on its target.`, {
          hint: 'Run it when that has come to its end.',
        });
      }
      locked.set(target, remediation);
    },
    unlock(target, remediation) {
      if (locked.get(target) === remediation) locked.delete(target);
    },
    enter(target, whenFree) {
      const domain = domainOf(target);
      const now = busy.get(domain) ?? 0;
      if (now < perDomain) {
        busy.set(domain, now + 1);
        return true;
      }
      waiting.set(domain, [...(waiting.get(domain) ?? []), whenFree]);
      return false;
    },
    leave(target) {
      const domain = domainOf(target);
      const [next, ...rest] = waiting.get(domain) ?? [];
      // The place is handed on, so that nobody gets in between.
      if (next) {
        waiting.set(domain, rest);
        next();
      } else {
        busy.set(domain, Math.max(0, (busy.get(domain) ?? 0) - 1));
      }
    },
  };
}

export const domainOf = (target: EntityId): string =>
  kindDefinition(splitEntityId(target).kind as EntityKind)?.domain ?? 'infrastructure';
