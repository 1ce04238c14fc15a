import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { Link } from 'wouter';
import type { Instant } from '../../shared/model/ids.ts';
import { renderConsole } from '../test-console.tsx';
import { useAsOf } from './as-of.ts';
import { withMoment } from './carry-as-of.ts';
import { useLinkState } from './use-link-state.ts';

const at = '2026-11-22T08:00:00.000Z' as Instant;

describe('an address from a moment of the past', () => {
  it.each([
    ['/inventory', `/inventory?at=${encodeURIComponent(at)}`],
    ['/inventory?filter=kind%3Avm', `/inventory?filter=kind%3Avm&at=${encodeURIComponent(at)}`],
    ['/documents/network#vlans', `/documents/network?at=${encodeURIComponent(at)}#vlans`],
    ['/inventory?at=2026-01-01T00:00:00.000Z', '/inventory?at=2026-01-01T00:00:00.000Z'],
    ['https://example.org/', 'https://example.org/'],
  ])('%s leads to %s', (to, expected) => {
    expect(withMoment(to, `?at=${encodeURIComponent(at)}`)).toBe(expected);
  });

  it('of now stays as it is', () => expect(withMoment('/inventory', '?x=1')).toBe('/inventory'));
});

function Screen() {
  const [moment, setMoment] = useAsOf();
  const [{ filter, selected }, change] = useLinkState(['filter', 'selected']);
  return (
    <>
      <output>{JSON.stringify({ moment, filter, selected })}</output>
      <button type="button" onClick={() => setMoment(at)}>
        past
      </button>
      <button type="button" onClick={() => setMoment(undefined)}>
        now
      </button>
      <button
        type="button"
        onClick={() => {
          change({ filter: 'kind:vm' });
          change({ selected: 'a' });
        }}
      >
        both
      </button>
      <Link href="/topology">there</Link>
    </>
  );
}

describe('the console in the past', () => {
  const state = () => JSON.parse(screen.getByRole('status').textContent ?? '{}') as Record<string, string>;
  const press = (name: string) => fireEvent.click(screen.getByText(name));
  beforeEach(() => history.replaceState(null, '', '/documents/network#vlans'));

  it('stays there while one moves about, and comes back', () => {
    renderConsole(<Screen />);
    press('past');
    expect(state()['moment']).toBe(at);
    expect(location.hash).toBe('#vlans');
    press('there');
    expect(location.pathname).toBe('/topology');
    expect(state()['moment']).toBe(at);
    press('now');
    expect(state()['moment']).toBeUndefined();
    expect(location.search).toBe('');
  });

  it('shows in links where they lead', () => {
    renderConsole(<Screen />);
    press('past');
    expect(screen.getByText('there').getAttribute('href')).toBe(`/topology?at=${encodeURIComponent(at)}`);
  });

  it('loses nothing when two things of the address change at once', () => {
    renderConsole(<Screen />);
    press('both');
    expect(state()).toEqual({ filter: 'kind:vm', selected: 'a' });
  });
});
