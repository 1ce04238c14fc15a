import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createClient } from '../../../shared/contract/client.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import type { ContractPort } from '../../../shared/contract/port.ts';
import { ClientProvider } from '../../app/client-context.tsx';
import { createQueryClient } from '../../app/query-client.ts';
import { CatalogueProvider } from '../../i18n/catalogue.tsx';
import { Toasts } from '../../ui/toast.tsx';

type Answer = (input: never) => unknown;

/** Draws a part of the console over answers of its own, and lets events be sent to it. */
export function renderInConsole(content: ReactNode, answers: Readonly<Record<string, Answer>> = {}) {
  const calls: { method: string; input: unknown }[] = [];
  const listeners = new Map<string, Set<(payload: unknown, missed: number) => void>>();
  const port: ContractPort = {
    async call(method, input) {
      calls.push({ method, input });
      const answer = answers[method];
      if (!answer) throw new ContractError({ code: 'not-available', message: `no answer to ${method}` });
      return answer(input as never);
    },
    subscribe(event, _input, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => all.delete(listener);
    },
    status: { is: 'open', instance: 'i', version: '1', contract: 'c' },
    onStatus: () => () => {},
    close() {},
  };
  const around = (inner: ReactNode) => (
    <MantineProvider>
      <CatalogueProvider language="en">
        <QueryClientProvider client={createQueryClient()}>
          <ClientProvider client={createClient(port)}>
            {inner}
            <Toasts />
          </ClientProvider>
        </QueryClientProvider>
      </CatalogueProvider>
    </MantineProvider>
  );
  const view = render(around(content));
  return {
    ...view,
    calls,
    emit(event: string, payload: unknown, missed = 0) {
      for (const listener of listeners.get(event) ?? []) listener(payload, missed);
    },
  };
}
