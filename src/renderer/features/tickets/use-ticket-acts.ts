import { useCallback } from 'react';
import type { InputOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { useClient } from '../../app/client-context.tsx';
import { useCall, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useToast } from '../../ui/toast.tsx';

/** Whom the application takes the person at this window for. */
export function useOperator(): string | undefined {
  return useCall('system.about', {}).data?.operator;
}

/** Has everything that shows tickets read again. */
export function useTicketsRefresh(): () => void {
  const refresh = useRefresh();
  return useCallback(
    () => refresh('tickets.get', 'tickets.list', 'tickets.groups', 'status.read'),
    // The function that reads again is another one at every drawing, and does the same.
    [],
  );
}

/** What is done to a ticket with one key. What fails is said; what worked is said only where it is not seen. */
export function useTicketActs(): {
  readonly change: (input: InputOf<'tickets.change'>, done?: string) => Promise<boolean>;
  readonly watch: (id: string, on: boolean) => Promise<boolean>;
} {
  const client = useClient();
  const refresh = useTicketsRefresh();
  const toast = useToast();
  const { ui } = useText();
  const act = async (what: () => Promise<unknown>, done: string | undefined) => {
    try {
      await what();
      if (done !== undefined) toast({ message: done, status: 'ok' });
      return true;
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      toast({
        message: error.hint === undefined ? error.message : `${error.message} ${error.hint}`,
        status: 'critical',
        stays: true,
        action: { label: ui.tryAgain, run: () => void act(what, done) },
      });
      return false;
    } finally {
      refresh();
    }
  };
  return {
    change: (input, done) => act(() => client.tickets.change(input), done),
    watch: (id, on) => act(() => client.tickets.watch({ id, on }), undefined),
  };
}
