import { describe, expect, it } from 'vitest';
import { initialsOf } from './initials.ts';
import { lookingAt } from './subject.ts';

describe('what somebody looks at', () => {
  it.each([
    ['/tickets/T-1', '', { view: 'tickets', subject: 'T-1' }],
    ['/tickets', '?view=table&ticket=T-1', { view: 'tickets', subject: 'T-1' }],
    ['/remediation/R-1', '', { view: 'remediation', subject: 'R-1' }],
    ['/remediation', '?id=R-1', { view: 'remediation', subject: 'R-1' }],
    ['/remediation/history', '?id=R-1', { view: 'remediation', subject: 'R-1' }],
    ['/remediation/policy', '', { view: 'remediation' }],
    ['/documents/virtualization%2Fprod-a', '', { view: 'documents', subject: 'virtualization/prod-a' }],
    ['/documents', '', { view: 'documents' }],
    ['/inventory/entity/lab%3Avm%3A7', '', { view: 'inventory', subject: 'lab:vm:7' }],
    ['/inventory', '?kind=vm&entity=lab%3Avm%3A7', { view: 'inventory', subject: 'lab:vm:7' }],
    ['/', '', { view: 'overview' }],
    ['/settings/sync', '', { view: 'settings' }],
    ['/nowhere', '', { view: '' }],
  ])('is told by the address: %s%s', (path, search, looking) => {
    expect(lookingAt(path, search)).toEqual(looking);
  });

  it('is a screen alone where the address is no text, or is too long to be told', () => {
    expect(lookingAt('/tickets/%E0%A4', '')).toEqual({ view: 'tickets', subject: '%E0%A4' });
    expect(lookingAt(`/tickets/${'x'.repeat(500)}`, '')).toEqual({ view: 'tickets' });
  });
});

it.each([
  ['Alice Baker', 'AB'],
  ['bob', 'BO'],
  ['j.doe@example.org', 'JD'],
  ['éva', 'ÉV'],
  ['x', 'X'],
  ['', '?'],
])('%s is %s where there is little room', (name, letters) => {
  expect(initialsOf(name)).toBe(letters);
});
