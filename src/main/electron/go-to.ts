/** The way from outside the page to an address in it. */
export interface GoTo {
  listen(listener: (path: string) => void): () => void;
  /** @returns whether a page listens */
  tell(path: string): boolean;
}

export function createGoTo(): GoTo {
  const listeners = new Set<(path: string) => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(path) {
      for (const listener of listeners) listener(path);
      return listeners.size > 0;
    },
  };
}
