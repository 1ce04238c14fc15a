import { expect, test } from 'vitest';
import { sharedCollections } from '../../shared/model/sync.ts';
import { couchRoles, type CouchRole } from './layout.ts';
import { maySend, sendsAs, type Account } from './may-send.ts';

const as = (...roles: readonly CouchRole[]): Account => ({
  user: 'alice',
  roles: roles.map((role) => couchRoles[role]),
});
const sent = (account: Account, document: object = { by: 'application', operator: 'application' }) =>
  sharedCollections.filter((name) => maySend(name, document, account));
/** What people write is sent whoever they are, and told when it is refused. */
const ofPeople = ['documents', 'tickets', 'remediations', 'feedback'];

test('what the application writes by itself is sent by those of whom it is taken in', () => {
  expect(sent(as('viewer')).toSorted()).toEqual(ofPeople.toSorted());
  expect(sent(as('operator')).toSorted()).toEqual([...ofPeople, 'audit', 'policies', 'presence'].toSorted());
  expect(sent(as('collector'))).toEqual([...sharedCollections]);
  expect(sent({ user: 'alice' })).toEqual([...sharedCollections]);
});

test('records of the audit are sent in the own name, by a node in all names', () => {
  const record = { operator: 'root' };
  expect(maySend('audit', { operator: 'alice' }, as('operator'))).toBe(true);
  expect(maySend('audit', record, as('operator', 'collector'))).toBe(false);
  expect(maySend('audit', record, as('operator', 'node'))).toBe(true);
});

test('a policy that somebody wrote is sent, and told when it is refused', () => {
  expect(maySend('policies', { by: 'alice' }, as('viewer'))).toBe(true);
});

test('an administrator removes what is of no source any more', () => {
  expect(maySend('entities', { _deleted: true }, as('admin'))).toBe(true);
  expect(maySend('entities', { _deleted: false }, as('admin'))).toBe(false);
});

test('an account with other roles, or another account, begins from the start', () => {
  expect(sendsAs(as('operator', 'collector'))).toBe('alice operator collector');
  expect(sendsAs(as('operator', 'collector'))).not.toBe(sendsAs(as('operator')));
  expect(sendsAs(as('operator'))).not.toBe(sendsAs({ ...as('operator'), user: 'bob' }));
});
