import { act } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderConsole } from '../test-console.tsx';
import { useReturn } from './use-return.ts';

const open = (instance: string) => ({ is: 'open', instance, version: '0', contract: 'x' }) as const;

function listen() {
  const onReturn = vi.fn<() => void>();
  function Listener() {
    useReturn(onReturn);
    return null;
  }
  return { onReturn, application: renderConsole(<Listener />) };
}

test('says once that the application is back after it was away', () => {
  const { onReturn, application } = listen();
  expect(onReturn).not.toHaveBeenCalled();
  act(() => application.setStatus({ is: 'lost', since: 0 } as never));
  expect(onReturn).not.toHaveBeenCalled();
  act(() => application.setStatus(open('one')));
  expect(onReturn).toHaveBeenCalledTimes(1);
});

test('says that the application is another one, even when its absence was not noticed', () => {
  const { onReturn, application } = listen();
  act(() => application.setStatus(open('two')));
  expect(onReturn).toHaveBeenCalledTimes(1);
});
