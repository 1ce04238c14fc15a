import { useCall } from '../../app/use-call.ts';

/** Causes that the application knows: people choose them by title, the history of reliability is kept by their id. */
export function useCauses(): {
  readonly titles: readonly string[];
  /** Words that are no known cause's title stay words. */
  readonly idOf: (text: string) => string;
  readonly titleOf: (cause: string) => string;
} {
  const causes = useCall('feedback.causes', {}, { staleTime: 300_000 }).data?.causes ?? [];
  return {
    titles: [...new Set(causes.map(({ title }) => title))],
    idOf: (text) => causes.find(({ title }) => title === text.trim())?.id ?? text.trim(),
    titleOf: (cause) => causes.find(({ id }) => id === cause)?.title ?? cause,
  };
}
