import { QueryClient } from '@tanstack/react-query';
import { ContractError } from '../../shared/contract/errors.ts';

/**
 * How often asking again may help, by code. When the application is away for longer, everything is read again once it
 * is back; until then a screen says what is wrong rather than wait.
 */
const passing: Readonly<Record<string, number>> = { disconnected: 2, 'too-many-requests': 5 };

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
        retry: (count, error) => error instanceof ContractError && count < (passing[error.code] ?? 0),
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
