import { createContext, use } from 'react';

/** Says that the next newer version is shown at once rather than announced. */
const AdoptNext = createContext<() => void>(() => {});

export const AdoptNextProvider = AdoptNext.Provider;

export function useAdoptNext(): () => void {
  return use(AdoptNext);
}
