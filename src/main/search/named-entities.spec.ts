import { setImmediate } from 'node:timers/promises';
import { expect, describe, it } from 'vitest';
import { buildEntity, buildView } from '../../../test/support/build-view.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { naturalKey } from '../../shared/model/keys.ts';
import { silentLogger } from '../platform/logger.ts';
import { createSearch } from './search.ts';

const view = buildView([
  buildEntity('host', 'esx-a01.example.net', { keys: [naturalKey.serial('CZ3049XY')] }),
  buildEntity('host', 'esx-a02.example.net'),
  buildEntity('vm', 'checkout-db', {
    keys: [naturalKey.ip('10.1.2.3'), naturalKey.mac('52:54:00:AB:cd:01')],
  }),
  buildEntity('vm', 'web-01'),
  buildEntity('vm', 'old-01', { disappearedAt: '2026-01-01T00:00:00.000Z' }),
  buildEntity('namespace', 'default'),
  buildEntity('workload', 'payments', { partition: 'shop' }),
  buildEntity('workload', 'payments', { partition: 'test', nativeId: 'test-payments' }),
  buildEntity('switch', 'Core Switch 1'),
] as readonly unknown[] as readonly Entity[]);

const search = createSearch({
  inventory: { view: () => Promise.resolve(view), onChanged: () => () => {} },
  documents: { list: () => Promise.resolve([]), onChanged: () => () => {} },
  pause: () => setImmediate(),
  logger: silentLogger,
});

const named = async (text: string) => (await search.named(text)).map(({ name, how }) => [name, how]);

describe('a question names a thing', () => {
  it.each([
    ['by its name', 'why is checkout-db slow?', 'checkout-db', 'name'],
    ['in another case', 'CHECKOUT-DB is down', 'checkout-db', 'name'],
    ['by its qualified name', 'reboot esx-a01.example.net.', 'esx-a01.example.net', 'name'],
    ['by its short name', 'what runs on esx-a01?', 'esx-a01.example.net', 'short-name'],
    ['with a domain that it is not known by', 'ping web-01.prod.example.org', 'web-01', 'short-name'],
    ['with one error', 'what about chekcout-db', 'checkout-db', 'misspelt'],
    ['by its address', 'who has 10.1.2.3?', 'checkout-db', 'address'],
    ['by its MAC address', 'port of 5254.00ab.cd01', 'checkout-db', 'address'],
    ['by its serial', 'contract of cz3049xy', 'esx-a01.example.net', 'serial'],
    ['with several words', 'is core switch 1 up', 'Core Switch 1', 'name'],
  ])('%s', async (_, question, name, how) => {
    expect(await named(question)).toEqual([[name, how]]);
  });

  it('that is meant by where it is', async () => {
    expect((await search.named('shop/payments is slow')).map(({ id }) => view.get(id)?.partition)).toEqual([
      'shop',
    ]);
  });

  it('called like an everyday word only in quotes or beside its kind', async () => {
    expect(await named('what is the default storage class')).toEqual([]);
    expect(await named('pods in namespace default')).toEqual([['default', 'name']]);
    expect(await named('what is in "default"')).toEqual([['default', 'name']]);
  });
});

describe('a question names nothing', () => {
  it.each([
    ['with another number', 'esx-a03'],
    ['with an error in a short word', 'wbe-01'],
    ['with another address', '10.1.2.4'],
    ['that is gone', 'old-01'],
    ['in everyday words', 'how do I replace a disk in the cluster?'],
    ['with nothing', ''],
  ])('%s', async (_, question) => {
    expect(await named(question)).toEqual([]);
  });
});
