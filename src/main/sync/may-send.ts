import type { SharedCollection } from '../../shared/model/sync.ts';
import { couchRoles, type CouchRole } from './layout.ts';
import { applicationNames } from './rules/given.ts';

export interface Account {
  readonly user: string;
  /** CouchDB roles; absent: the server has not told them yet. */
  readonly roles?: readonly string[];
}

/**
 * Whether the server takes in of an account what the application writes by itself. What it would refuse whatever
 * becomes of it stays here in silence: inventory of an account that does not collect, presence of a viewer, audit
 * records in another name, such as of the time before there was a server. What people do is sent all the same, and
 * told when it is refused.
 */
export function maySend(name: SharedCollection, document: object, { user, roles }: Account): boolean {
  if (roles === undefined || roles.includes('_admin')) return true;
  const has = (...any: readonly CouchRole[]) => any.some((role) => roles.includes(couchRoles[role]));
  const field = (of: string): unknown => Reflect.get(document, of);
  const writes = has('operator', 'approver', 'admin', 'collector');
  switch (name) {
    case 'entities':
      return has('collector') || (field('_deleted') === true && has('admin'));
    case 'changes':
    case 'runs':
    case 'document-versions':
      return has('collector');
    case 'presence':
      return writes;
    case 'audit':
      return writes && (field('operator') === user || isApplication(field('operator')) || has('node'));
    case 'policies':
      return writes || field('by') !== 'application';
    case 'documents':
    case 'tickets':
    case 'remediations':
    case 'feedback':
      return true;
  }
}

const isApplication = (name: unknown): boolean => applicationNames.includes(String(name));

/** As which an account sends: as another it begins from the start, as other things are taken in of it. */
export const sendsAs = ({ user, roles = [] }: Account): string =>
  [user, ...Object.entries(couchRoles).flatMap(([name, role]) => (roles.includes(role) ? [name] : []))].join(
    ' ',
  );
