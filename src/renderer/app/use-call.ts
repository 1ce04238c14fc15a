import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type {
  EventInputOf,
  EventName,
  InputOf,
  MethodName,
  OutputOf,
  PayloadOf,
} from '../../shared/contract/contract.ts';
import type { ContractError } from '../../shared/contract/errors.ts';
import { useClient } from './client-context.tsx';
import { readEverythingAgain } from './query-client.ts';

export interface CallState {
  /** Off: nothing is asked. */
  readonly enabled?: boolean;
  /** What the last input gave stays shown until this one's answer is there. */
  readonly keepPrevious?: boolean;
  /** Milliseconds for which an answer is not asked for again. */
  readonly staleTime?: number;
}

/**
 * While nobody shows an answer, nobody listens for what makes it old: whoever shows it next has it read again, and
 * sees what was read before meanwhile.
 */
const whenUnwatched = (query: { getObserversCount(): number }): 'always' | true =>
  query.getObserversCount() > 1 ? true : 'always';

/** Reads a method of the contract. The key is `[name, input]`: `useRefresh` of the name reads all of them again. */
export function useCall<N extends MethodName>(
  name: N,
  input: InputOf<N>,
  { enabled = true, keepPrevious = false, staleTime }: CallState = {},
): UseQueryResult<OutputOf<N>, ContractError> {
  const client = useClient();
  return useQuery<OutputOf<N>, ContractError>({
    queryKey: [name, input],
    queryFn: ({ signal }) => client.call(name, input, { signal }),
    enabled,
    ...(keepPrevious && { placeholderData: keepPreviousData }),
    ...(staleTime === undefined ? { refetchOnMount: whenUnwatched } : { staleTime }),
  });
}

/** Does something. `refreshes` names the methods whose answers it makes old. */
export function useCommand<N extends MethodName>(
  name: N,
  refreshes: readonly MethodName[] = [],
): UseMutationResult<OutputOf<N>, ContractError, InputOf<N>> {
  const client = useClient();
  const refresh = useRefresh();
  return useMutation<OutputOf<N>, ContractError, InputOf<N>>({
    mutationFn: (input) => client.call(name, input),
    onSettled: () => refresh(...refreshes),
  });
}

/** @returns a function that has every shown answer of these methods read again, without taking it off the screen */
export function useRefresh(): (...names: readonly MethodName[]) => void {
  const queries = useQueryClient();
  return (...names) => {
    for (const name of names) void queries.invalidateQueries({ queryKey: [name] });
  };
}

/** Listens for as long as the component is there. `missed` > 0: some events were dropped before this one. */
export function useEvent<N extends EventName>(
  name: N,
  input: EventInputOf<N>,
  listener: (payload: PayloadOf<N>, missed: number) => void,
): void {
  const client = useClient();
  const queries = useQueryClient();
  const heard = useEffectEvent((payload: PayloadOf<N>, missed: number) => {
    // What was not told may have been about anything.
    if (missed > 0) readEverythingAgain(queries);
    listener(payload, missed);
  });
  const key = JSON.stringify(input);
  useEffect(
    () =>
      client.subscribe(name, JSON.parse(key) as EventInputOf<N>, (payload, missed) => heard(payload, missed)),
    [client, name, key],
  );
}
