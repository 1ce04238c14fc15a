import { create } from 'zustand';

/** Whether the conversations are shown beside the page; undefined: as there is room for it. */
const useOpen = create<{ readonly open: boolean | undefined }>()(() => ({ open: undefined }));

export function useHistoryOpen(): [boolean | undefined, (open: boolean) => void] {
  const open = useOpen((state) => state.open);
  return [open, (next) => useOpen.setState({ open: next })];
}
