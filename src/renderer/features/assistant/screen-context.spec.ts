import { describe, expect, it } from 'vitest';
import type { Citation } from '../../../shared/model/citation.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { citationAddress } from './citation-address.ts';
import { contextAt, withSelected } from './screen-context.ts';

const at = (path: string, search = '', section?: string) => contextAt({ path, search, section });

describe('what the assistant is told about the screen', () => {
  it('is the entity whose page is open, or that stands beside the list', () => {
    expect(at('/inventory/entity/vcenter-a%3Avm%3Avm-1')?.entities).toEqual(['vcenter-a:vm:vm-1']);
    expect(at('/inventory', 'kind=vm&entity=vcenter-a%3Avm%3Avm-1&filter=web')).toEqual({
      screen: 'inventory',
      entities: ['vcenter-a:vm:vm-1'],
      filter: 'web',
    });
  });

  it('is what is chosen in the list with what is open beside it, each once and no more than go with a question', () => {
    const ids = Array.from({ length: 30 }, (_, i) => `a:vm:v${i}` as EntityId);
    const list = at('/inventory', 'kind=vm&entity=a%3Avm%3Av3');
    expect(list && withSelected(list, ids.slice(2, 5)).entities).toEqual(['a:vm:v3', 'a:vm:v2', 'a:vm:v4']);
    expect(list && withSelected(list, ids).entities).toHaveLength(20);
    const page = at('/documents/virtualization');
    expect(page && withSelected(page, ids)).toEqual(page);
  });

  it('is what is in the middle of the picture, each once', () => {
    expect(
      at('/topology', 'focus=a%3Ahost%3Ah1&selected=a%3Avm%3Av1&failed=a%3Ahost%3Ah1')?.entities,
    ).toEqual(['a:vm:v1', 'a:host:h1']);
  });

  it('is the document with its section', () => {
    expect(at('/documents/virtualization%2Fprod-a', '', 'clusters')).toEqual({
      screen: 'documents',
      entities: [],
      document: 'virtualization/prod-a',
      section: 'clusters',
    });
  });

  it('has the moment that is looked at, and nothing that is no moment', () => {
    expect(at('/', 'at=2026-11-23T10:00:00Z')?.at).toBe('2026-11-23T10:00:00.000Z');
    expect(at('/', 'at=yesterday')).toEqual({ screen: 'overview', entities: [] });
  });

  it('is nothing where there is no screen, and no id that is none', () => {
    expect(at('/assistant/c')).toBeUndefined();
    expect(at('/nowhere')).toBeUndefined();
    expect(at('/inventory/entity/%')?.entities).toEqual([]);
  });
});

describe('where a source is opened', () => {
  const passage: Extract<Citation, { is: 'passage' }> = {
    is: 'passage',
    number: 1,
    passage: 'p',
    title: 'Virtualization',
    headings: [],
    quote: 'prod-a | 4 hosts',
    origin: { is: 'document', document: 'virtualization', section: 'clusters' },
    at: '2026-11-23T10:00:00.000Z' as Instant,
  };

  it('is the quote in its section, at the moment that was asked about', () => {
    expect(citationAddress(passage)).toBe(
      '/documents/virtualization?quote=prod-a%20%7C%204%20hosts#clusters',
    );
    expect(citationAddress(passage, '2026-11-20T10:00:00.000Z' as Instant)).toBe(
      '/documents/virtualization?quote=prod-a+%7C+4+hosts&at=2026-11-20T10%3A00%3A00.000Z#clusters',
    );
  });

  it('is short enough for an address, however long the quote is', () => {
    expect(citationAddress({ ...passage, quote: 'word '.repeat(5_000) })?.length).toBeLessThan(1_000);
  });

  it('is nowhere for a passage that is gone, and for a file', () => {
    expect(citationAddress({ ...passage, gone: true })).toBeUndefined();
    expect(
      citationAddress({ ...passage, origin: { is: 'file', folder: 'f', file: 'a.md' } }),
    ).toBeUndefined();
  });

  it('is the page of the entity', () => {
    const id = 'a:vm:v1' as EntityId;
    expect(
      citationAddress({
        is: 'entity',
        number: 1,
        id,
        kind: 'vm',
        name: 'v1',
        facts: [],
        observedAt: passage.at,
      }),
    ).toBe('/inventory/entity/a%3Avm%3Av1');
  });
});
