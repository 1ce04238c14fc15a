import type { MethodName } from '../../shared/contract/contract.ts';
import type { Role } from '../../shared/model/role.ts';
import { useText } from '../i18n/catalogue.tsx';
import { useCall } from './use-call.ts';

export type Permission =
  | { readonly granted: true }
  | {
      readonly granted: false;
      /** The least that it takes. */
      readonly needed: Role;
      /** For whoever wonders why they cannot. */
      readonly reason: string;
    };

const granted: Permission = { granted: true };

/** Who this page is signed in as. It changes only with the connection, which reads everything again. */
export function useWhoAmI() {
  return useCall('system.whoAmI', {}, { staleTime: Infinity }).data;
}

/**
 * Whether whoever is signed in may call a method. Until that is known they may: the application refuses in any case,
 * this only spares them the attempt.
 */
export function usePermission(method: MethodName): Permission {
  const who = useWhoAmI();
  const { permissions } = useText().shell;
  const needed = who?.refused[method];
  if (who === undefined || needed === undefined) return granted;
  return {
    granted: false,
    needed,
    reason: permissions.needs(permissions.roles[needed], who.operator, permissions.roles[who.role]),
  };
}
