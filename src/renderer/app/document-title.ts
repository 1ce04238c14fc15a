import { useEffect } from 'react';
import { create } from 'zustand';

const useTitle = create<{ readonly title: string | undefined }>()(() => ({ title: undefined }));

/** What the window is called while a screen shows one thing: its name rather than the screen's. */
export function useDocumentTitle(title: string | undefined): void {
  useEffect(() => {
    useTitle.setState({ title });
    return () => {
      if (useTitle.getState().title === title) useTitle.setState({ title: undefined });
    };
  }, [title]);
}

/** For the shell. */
export function useThingShown(): string | undefined {
  return useTitle((state) => state.title);
}
