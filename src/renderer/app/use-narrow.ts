import { useMediaQuery } from '@mantine/hooks';

/** A window in which words beside every icon take too much of the room. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 1099px)', false, { getInitialValueInEffect: false });
}
