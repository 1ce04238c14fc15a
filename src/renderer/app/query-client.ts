import { QueryClient } from '@tanstack/react-query';
import { ContractError } from '../../shared/contract/errors.ts';

/** Codes after which asking again may help. */
const passing = new Set(['disconnected', 'too-many-requests']);

/**
 * What was read stays shown while it is read again, and when the application is away: it is marked with its age, not
 * taken off the screen. Events say when to read again, so nothing is polled.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        networkMode: 'always',
        retry: (count, error) => count < 5 && error instanceof ContractError && passing.has(error.code),
        retryDelay: (attempt) => Math.min(250 * 2 ** attempt, 5_000),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** After an absence: what is shown now is read at once, the rest when it is next shown. Nothing is taken off the screen. */
export function readEverythingAgain(queries: QueryClient): void {
  void queries.invalidateQueries();
}
