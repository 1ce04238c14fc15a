/** Who wants to know, told one after the other; what one of them throws does not keep it from the next. */
export interface Listeners<T> {
  add(listener: (event: T) => void): () => void;
  emit(event: T): void;
}

export function createListeners<T>(failed: (error: unknown) => void): Listeners<T> {
  const all = new Set<(event: T) => void>();
  return {
    add(listener) {
      // A function of its own for each call, so that the same listener can be added twice and taken away once.
      const own = (event: T) => listener(event);
      all.add(own);
      return () => all.delete(own);
    },
    emit(event) {
      for (const listener of all) {
        try {
          listener(event);
        } catch (error) {
          failed(error);
        }
      }
    },
  };
}
