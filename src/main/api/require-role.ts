import { mayActAs, type Role } from '../../shared/model/role.ts';
import { DomainError } from '../platform/errors.ts';
import { forbidden } from './failures.ts';
import type { Peer } from './handler.ts';

/**
 * For a method whose inputs do not all take the same role; what holds for every input stands in the contract.
 * @throws DomainError forbidden
 */
export function requireRole(peer: Pick<Peer, 'operator' | 'role'>, needed: Role, what: string): void {
  if (mayActAs(peer.role, needed)) return;
  const { code, message, hint } = forbidden(what, peer, needed);
  throw new DomainError(code, message, hint === undefined ? {} : { hint });
}
