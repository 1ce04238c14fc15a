import { describe, expect, it } from 'vitest';
import { effectiveQuery, readListState, writeListState } from './list-state.ts';

describe('the list as its address says', () => {
  it('is the kind that was looked at last when it says nothing', () => {
    expect(readListState({}, 'host')).toMatchObject({
      kind: 'host',
      filter: '',
      sorts: [],
      columns: undefined,
    });
  });

  it('takes the kind and the order out of a link to a filter', () => {
    expect(readListState({ filter: 'kind:vm powerState:off sort:-memoryBytes' }, 'host')).toMatchObject({
      kind: 'vm',
      filter: 'powerState:off',
      sorts: [{ path: 'memoryBytes', direction: 'descending' }],
    });
  });

  it('looks in all kinds for words without one, and for several kinds', () => {
    expect(readListState({ filter: 'web-042' }, 'host').kind).toBe('all');
    expect(readListState({ filter: 'kind:vm,host web' }, 'host')).toMatchObject({
      kind: 'all',
      filter: 'kind:vm,host web',
    });
    expect(readListState({ kind: 'vm', filter: 'web' }, 'host').kind).toBe('vm');
  });

  it('comes back as it went in', () => {
    const parameters = {
      kind: 'vm',
      filter: 'powerState:off',
      sort: '-memoryBytes,name',
      columns: 'name~~p,host~180',
      entity: 'vc:vm:vm-1',
    };
    expect(writeListState(readListState(parameters, 'host'))).toEqual(parameters);
  });

  it('leaves a kind out that there is not', () => {
    expect(readListState({ kind: 'spaceship' }, 'vm').kind).toBe('vm');
  });
});

describe('what is asked for', () => {
  it('is the tab and the order, unless the box says otherwise', () => {
    const state = { kind: 'vm' as const, sorts: [{ path: 'name', direction: 'descending' as const }] };
    expect(effectiveQuery({ ...state, filter: 'web' }, undefined)).toMatchObject({
      query: { kinds: ['vm'], text: 'web', sort: [{ path: 'name', direction: 'descending' }] },
      kind: 'vm',
      problems: [],
    });
    expect(effectiveQuery({ ...state, filter: 'kind:host sort:model' }, undefined)).toMatchObject({
      query: { kinds: ['host'] },
      kind: 'host',
      sorts: [{ path: 'model', direction: 'ascending' }],
    });
  });

  it('says which field there is not, and holds for the rest', () => {
    const { problems, query } = effectiveQuery(
      { kind: 'vm', filter: 'memory>32GiB powerstate:off', sorts: [] },
      undefined,
    );
    expect(problems).toEqual([
      { token: 'memory>32GiB', reason: expect.stringContaining('memoryBytes') as string },
    ]);
    expect(query.filters).toEqual([{ path: 'powerstate', op: 'eq', value: 'off' }]);
  });

  it('is the worst finding first where nothing else is asked for', () => {
    const severity = [{ path: 'severity', direction: 'ascending' as const }];
    const name = [{ path: 'name', direction: 'ascending' as const }];
    const sortsOf = (kind: 'finding' | 'vm', sorts: typeof name) =>
      effectiveQuery({ kind, filter: '', sorts }, undefined).sorts;
    expect([sortsOf('finding', []), sortsOf('finding', name), sortsOf('vm', [])]).toEqual([
      severity,
      name,
      [],
    ]);
  });

  it('says what it could not read, and holds for the rest', () => {
    const { problems, query } = effectiveQuery(
      { kind: 'vm', filter: 'kind:spaceship web', sorts: [] },
      undefined,
    );
    expect(problems).toEqual([{ token: 'kind:spaceship', reason: 'there is no kind "spaceship"' }]);
    expect(query).toEqual({ kinds: ['vm'], text: 'web' });
  });
});
