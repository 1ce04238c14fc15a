import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildEntity, buildView } from '../../../test/support/build-view.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { Instant } from '../../shared/model/ids.ts';
import { naturalKey } from '../../shared/model/keys.ts';
import type { ChangedEvent } from '../inventory/core.ts';
import type { InventoryView } from '../inventory/view.ts';
import { silentLogger } from '../platform/logger.ts';
import type { SearchedDocument } from './document-index.ts';
import { createSearch, type Search } from './search.ts';

const estate = [
  buildEntity('vm', 'db', { keys: [naturalKey.ip('10.1.2.3'), naturalKey.mac('52:54:00:AB:cd:01')] }),
  buildEntity('vm', 'db-prod-01', { labels: { team: 'checkout' }, partition: 'prod-a' }),
  buildEntity('vm', 'prod-db-02'),
  buildEntity('vm', 'stdby'),
  buildEntity('host', 'esx-a01', { keys: [naturalKey.serial('CZ3049XY')] }),
  buildEntity('host', 'esx-a02'),
  buildEntity('datastore', 'Köln-SSD'),
  buildEntity('pod', 'db-7f9c-x2'),
  buildEntity('interface', 'db-uplink'),
] as readonly unknown[] as readonly Entity[];

const documents: SearchedDocument[] = [
  {
    id: 'network',
    title: 'Network',
    sections: [
      { key: 'vlans', title: 'VLANs' },
      { key: 'firewalls', title: 'Firewall rules' },
    ],
  },
  { id: 'storage', title: 'Storage', sections: [{ key: 'arrays', title: 'Arrays of the network' }] },
];

let view: InventoryView;
let past: InventoryView;
let announce: () => void;
let listed: number;
let search: Search;

beforeEach(() => {
  view = buildView(estate);
  past = buildView(estate);
  listed = 0;
  search = createSearch({
    inventory: {
      view: (at) => Promise.resolve(at === undefined ? view : past),
      onChanged(listener) {
        announce = () => listener({} as ChangedEvent);
        return () => {};
      },
    },
    documents: {
      list: () => {
        listed += 1;
        return Promise.resolve(documents);
      },
      onChanged: () => () => {},
    },
    pause: () => setImmediate(),
    logger: silentLogger,
  });
});

const names = async (text: string, limit = 20, at?: Instant) =>
  (await search.find({ text, limit, ...(at !== undefined && { at }) })).entities.map(
    ({ entity }) => entity.name,
  );

describe('entities', () => {
  it('come exact first, then what begins so, then with a part that begins so; leaves after what they belong to', async () => {
    expect(await names('db')).toEqual(['db', 'db-prod-01', 'prod-db-02', 'db-uplink', 'db-7f9c-x2']);
  });

  it.each([
    ['an address', '10.1.2.3', 'db'],
    ['the beginning of an address', '10.1.2', 'db'],
    ['a MAC address with signs', '52:54:00:ab:cd:01', 'db'],
    ['a MAC address as a switch writes it', '5254.00ab.cd01', 'db'],
    ['a serial number, in any case', 'cz3049xy', 'esx-a01'],
    ['the value of a label', 'checkout', 'db-prod-01'],
    ['a name without its accents', 'koln', 'Köln-SSD'],
    ['a name with them', 'köln', 'Köln-SSD'],
    ['a native id', 'esx-a02', 'esx-a02'],
  ])('are found by %s', async (_, text, expected) => {
    expect((await names(text))[0]).toBe(expected);
  });

  it('are found by several words in any order', async () => {
    expect(await names('01 prod')).toEqual(['db-prod-01']);
  });

  it('are found by the word for their kind', async () => {
    expect(await names('hosts')).toEqual(['esx-a01', 'esx-a02']);
    expect(await names('vm prod')).toEqual(['prod-db-02', 'db-prod-01']);
  });

  it('are found with an error in a word when little fits as it was typed', async () => {
    const found = await search.find({ text: 'chekcout', limit: 5 });
    expect(found.entities.map(({ entity }) => entity.name)).toEqual(['db-prod-01']);
    expect(found.corrected).toBe(true);
    expect(found.entities[0]?.match).toEqual({ field: 'label', text: 'team=checkout' });
  });

  it('are given as many as were asked for, and counted all', async () => {
    const found = await search.find({ text: 'db', limit: 2 });
    expect(found.entities).toHaveLength(2);
    expect(found.total).toBe(5);
  });

  it('that came since are found once the inventory says so', async () => {
    await search.warm();
    view = buildView([...estate, buildEntity('vm', 'newcomer')]);
    announce();
    expect(await names('newcomer')).toEqual(['newcomer']);
  });

  it('that went since are not', async () => {
    await search.warm();
    view = buildView(estate.filter(({ name }) => name !== 'stdby'));
    expect(await names('stdby')).toEqual([]);
  });

  it('of another moment are found there and not now', async () => {
    past = buildView([buildEntity('vm', 'long-gone')]);
    expect(await names('long-gone', 5, '2026-01-01T00:00:00.000Z' as Instant)).toEqual(['long-gone']);
    expect(await names('long-gone')).toEqual([]);
  });

  it('are none for nothing', async () => {
    expect(await names('  ')).toEqual([]);
  });
});

describe('documents', () => {
  it('are found by title and by heading, each document once', async () => {
    const { documents: found } = await search.find({ text: 'network', limit: 5 });
    expect(found.map(({ document, section }) => [document.id, section?.key])).toEqual([
      ['network', undefined],
      ['storage', 'arrays'],
    ]);
  });

  it('are found by a heading with an error in it', async () => {
    const { documents: found } = await search.find({ text: 'firewal ruels', limit: 5 });
    expect(found[0]?.section?.key).toBe('firewalls');
  });

  it('are listed once, not at every keystroke', async () => {
    await search.find({ text: 'n', limit: 5 });
    await search.find({ text: 'ne', limit: 5 });
    expect(listed).toBe(1);
  });
});
