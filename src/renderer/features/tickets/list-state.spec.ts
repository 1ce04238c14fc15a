import { describe, expect, it } from 'vitest';
import { listStateOf } from './list-state.ts';

const filterOf = (address: Parameters<typeof listStateOf>[0]) => listStateOf(address, 'alice').filter;

describe('what the address says of the list', () => {
  it('is what is open, by cause, newest first, when it says nothing', () => {
    expect(listStateOf({}, 'alice')).toMatchObject({
      view: 'causes',
      sort: 'newest',
      narrowed: false,
      filter: { open: true },
    });
  });

  it('is every filter, and what nobody knows counts for nothing', () => {
    expect(
      filterOf({
        which: 'all',
        priority: 'p1,p9,p2',
        category: 'storage',
        entity: 'vcenter-a:vm:vm-1',
        group: 'G-1',
        text: 'disk full',
        only: 'watching,overdue',
      }),
    ).toEqual({
      priorities: ['p1', 'p2'],
      categories: ['storage'],
      entity: 'vcenter-a:vm:vm-1',
      group: 'G-1',
      text: 'disk full',
      watching: true,
      overdue: true,
    });
    expect(filterOf({ entity: 'no id', which: 'all' })).toEqual({});
  });

  it('knows whose: mine, nobody’s, somebody’s by name', () => {
    expect(filterOf({ assignee: '@me' })).toMatchObject({ assignee: 'alice' });
    expect(filterOf({ assignee: '@nobody' })).toMatchObject({ assignee: '' });
    expect(filterOf({ assignee: 'bob' })).toMatchObject({ assignee: 'bob' });
  });

  it('takes states that are named for what they are, open or over', () => {
    expect(filterOf({ state: 'new,closed' })).toEqual({ states: ['new', 'closed'] });
    expect(filterOf({ which: 'over' })).toEqual({ states: ['resolved', 'closed'] });
  });
});
