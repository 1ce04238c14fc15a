import pino from 'pino';
import type { RxConflictHandler } from 'rxdb';
import { expect, it } from 'vitest';
import { collectionDefinitions } from './collections/registry.ts';
import { mergeBy } from './merge-conflicts.ts';

interface Stored {
  readonly id: string;
  readonly text: string;
}
type State = Stored & { readonly _deleted: boolean };

const longer = (one: Stored, other: Stored): Stored => (one.text.length >= other.text.length ? one : other);

function handlerOf(merge: (one: Stored, other: Stored) => Stored): RxConflictHandler<Stored> {
  const definitions = { tickets: collectionDefinitions.tickets };
  const handled = mergeBy({ tickets: merge }, definitions, pino({ level: 'silent' }));
  return Reflect.get(handled.tickets, 'conflictHandler') as RxConflictHandler<Stored>;
}

const state = (text: string, _deleted = false): State => ({ id: 'T-1', text, _deleted });
const resolve = (there: State, here: State, merge = longer) =>
  handlerOf(merge).resolve({ realMasterState: there, newDocumentState: here }, 'spec');

it('what both wrote is merged by the rule of the collection', async () => {
  await expect(resolve(state('longer'), state('short'))).resolves.toEqual(state('longer'));
  await expect(resolve(state('short'), state('longer'))).resolves.toEqual(state('longer'));
});

it('what either side has deleted is deleted, whichever side that is', async () => {
  await expect(resolve(state('', true), state('edited'))).resolves.toMatchObject({
    id: 'T-1',
    _deleted: true,
  });
  await expect(resolve(state('edited'), state('', true))).resolves.toMatchObject({
    id: 'T-1',
    _deleted: true,
  });
});

it('one that cannot be merged gives way to what the server has, and holds nothing up', async () => {
  const fails = (): Stored => {
    throw new TypeError('not what its collection holds');
  };
  await expect(resolve(state('there'), state('here'), fails)).resolves.toEqual(state('there'));
});

it('a collection that is not shared keeps its definition', () => {
  const definitions = { tickets: collectionDefinitions.tickets };
  expect(mergeBy({}, definitions, pino({ level: 'silent' }))).toEqual(definitions);
});
