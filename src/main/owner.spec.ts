import { expect, test } from 'vitest';
import { createOwner } from './owner.ts';

test('whoever runs the process goes by the name of the account while a server is set', () => {
  let couchdb: { url?: string; user?: string } = { user: 'alice' };
  const owner = createOwner('root', () => couchdb);
  expect(owner.nameOf('root')).toBe('root');
  couchdb = { url: 'https://couch.example', user: 'alice' };
  expect(owner.nameOf('root')).toBe('alice');
  expect(owner.nameOf('bob')).toBe('bob');
  // What they approved before is theirs all the same.
  expect(['root', 'alice', 'bob'].filter((name) => owner.is(name))).toEqual(['root', 'alice']);
  couchdb = {};
  expect(owner.is('alice')).toBe(false);
});
