import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { createClient } from '../shared/contract/client.ts';
import { ContractError } from '../shared/contract/contract-error.ts';
import type { ContractPort, PortCallOptions, PortStatus } from '../shared/contract/port.ts';
import { carryAsOf, hrefAsOf } from './app/carry-as-of.ts';
import { ClientProvider } from './app/client-context.tsx';
import { createQueryClient } from './app/query-client.ts';

/** For specs: an application that answers from a table, and whose connection can be cut. */
export interface TestConsole {
  readonly calls: { readonly method: string; readonly input: unknown }[];
  setStatus(status: PortStatus): void;
  emit(event: string, payload: unknown, missed?: number): void;
}

export type Answers = Readonly<Record<string, (input: never, options: PortCallOptions) => unknown>>;

export function renderConsole(children: ReactNode, answers: Answers = {}): TestConsole {
  const calls: { method: string; input: unknown }[] = [];
  const statusListeners = new Set<(status: PortStatus) => void>();
  const eventListeners = new Map<string, Set<(payload: unknown, missed: number) => void>>();
  let status: PortStatus = { is: 'open', instance: 'one', version: '0', contract: 'x' };
  const port: ContractPort = {
    get status() {
      return status;
    },
    call(method, input, options = {}) {
      calls.push({ method, input });
      const answer = answers[method];
      return answer
        ? // Only who asks for it is told how the call goes on: specs compare what they were called with.
          Promise.resolve(
            answer.length > 1
              ? answer(input as never, options)
              : (answer as (input: never) => unknown)(input as never),
          )
        : Promise.reject(
            new ContractError({ code: 'not-available', message: `${method} is not in this spec` }),
          );
    },
    subscribe(event, _input, listener) {
      const listeners = eventListeners.get(event) ?? new Set();
      eventListeners.set(event, listeners.add(listener));
      return () => listeners.delete(listener);
    },
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    close() {},
  };
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={createQueryClient()}>
        <ClientProvider client={createClient(port)}>
          <Router hrefs={hrefAsOf} aroundNav={carryAsOf}>
            {children}
          </Router>
        </ClientProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return {
    calls,
    setStatus(next) {
      status = next;
      for (const listener of statusListeners) listener(next);
    },
    emit(event, payload, missed = 0) {
      for (const listener of eventListeners.get(event) ?? []) listener(payload, missed);
    },
  };
}
