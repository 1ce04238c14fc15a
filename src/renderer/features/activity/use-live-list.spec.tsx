import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useLiveList } from './use-live-list.ts';

test('at the top the list follows what comes; further down it stands still and counts', () => {
  const { result } = renderHook(() => useLiveList());
  let reads = false;
  act(() => {
    reads = result.current.onArrival('10:00');
  });
  expect(reads).toBe(true);
  expect(result.current).toMatchObject({ until: undefined, arrived: 0 });

  act(() => result.current.onTop(false));
  act(() => {
    reads = result.current.onArrival('10:00');
  });
  expect(reads).toBe(false);
  act(() => {
    result.current.onArrival('10:05');
  });
  // It stands where it stood when the first of them came.
  expect(result.current).toMatchObject({ until: '10:00', arrived: 2 });

  const { turn } = result.current;
  act(() => result.current.showNew());
  expect(result.current).toMatchObject({ until: undefined, arrived: 0, turn: turn + 1 });
});

test('a list with nothing in it has nothing to stand still for', () => {
  const { result } = renderHook(() => useLiveList());
  act(() => result.current.onTop(false));
  let reads = false;
  act(() => {
    reads = result.current.onArrival(undefined);
  });
  expect(reads).toBe(true);
});
