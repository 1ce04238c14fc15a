import { describe, expect, it } from 'vitest';
import { changeText } from './change-text.ts';

const gib = 2 ** 30;

describe('a change in words', () => {
  it('of a plain value says what it was and is, in its unit', () => {
    expect(changeText({ path: 'attributes.memoryBytes', from: 8 * gib, to: 16 * gib })).toEqual({
      title: 'Memory',
      lines: [{ what: 'changed', from: '8 GiB', to: '16 GiB' }],
    });
    expect(changeText({ path: 'name', from: 'a', to: 'b' }).title).toBe('Name');
  });

  it('of what was not there before, or is no longer, says so', () => {
    expect(changeText({ path: 'attributes.notes', to: 'x' }).lines).toEqual([{ what: 'added', to: 'x' }]);
    expect(changeText({ path: 'labels.team', from: 'payments' })).toEqual({
      title: 'label team',
      lines: [{ what: 'removed', from: 'payments' }],
    });
  });

  it('of a list names the members that came and went', () => {
    expect(
      changeText({ path: 'attributes.ips', from: ['10.0.0.1', '10.0.0.2'], to: ['10.0.0.2', '10.0.0.3'] })
        .lines,
    ).toEqual([
      { what: 'removed', from: '10.0.0.1' },
      { what: 'added', to: '10.0.0.3' },
    ]);
  });

  it('of a table names the entry and its field', () => {
    const disk = { key: 2000, label: 'Hard disk 1', capacityBytes: 10 * gib, thin: true };
    const grown = { ...disk, capacityBytes: 20 * gib };
    const second = { key: 2001, label: 'Hard disk 2', capacityBytes: 5 * gib };
    expect(changeText({ path: 'attributes.disks', from: [disk], to: [grown, second] }).lines).toEqual([
      { what: 'changed', of: 'Hard disk 1 · Capacity', from: '10 GiB', to: '20 GiB' },
      { what: 'added', of: 'Hard disk 2', to: 'Capacity 5 GiB' },
    ]);
  });

  it('of a relation names the other end', () => {
    expect(
      changeText({
        path: 'relations.runs-on',
        from: [{ type: 'runs-on', to: 'vc:host:host-1' }],
        to: [{ type: 'runs-on', to: 'vc:host:host-2' }],
      }),
    ).toEqual({
      title: 'runs on',
      lines: [
        { what: 'removed', from: 'host-1' },
        { what: 'added', to: 'host-2' },
      ],
    });
  });
});
