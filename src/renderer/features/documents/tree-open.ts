import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface TreeOpen {
  readonly open: boolean;
}

const useStore = create<TreeOpen>()(
  persist((): TreeOpen => ({ open: true }), { name: 'datacenter-docs.document-tree', version: 1 }),
);

/** Whether the tree stands beside the page, where there is room for both. */
export function useTreeOpen(): [boolean, (open: boolean) => void] {
  return [useStore(({ open }) => open), (open) => useStore.setState({ open })];
}
