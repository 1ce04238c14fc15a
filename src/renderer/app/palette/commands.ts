import type { LucideIcon } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { create } from 'zustand';

/** Something that can be run or gone to from the palette. Features add theirs with `useCommands`. */
export interface PaletteCommand {
  /** Stable, for what was used last: `collect`, `goto.inventory`. */
  readonly id: string;
  readonly group: 'go-to' | 'run' | 'settings';
  /** A verb with its object; what is typed is looked for in it. */
  readonly label: string;
  /** Other words for it. */
  readonly words?: string;
  readonly icon?: LucideIcon;
  /** As in `useShortcut`, shown beside it. */
  readonly keys?: string;
  /** A place: opens in a new tab when asked to. */
  readonly href?: string;
  readonly run?: () => void;
}

const useRegistry = create<{ readonly lists: ReadonlyMap<string, readonly PaletteCommand[]> }>()(() => ({
  lists: new Map(),
}));

/**
 * Adds commands to the palette for as long as the component is there. `owner` names the list; giving it again replaces
 * it. What they do may change without notice, what they are called when the list is another one.
 */
export function useCommands(owner: string, commands: readonly PaletteCommand[]): void {
  const shape = JSON.stringify(commands.map(({ id, label, href }) => [id, label, href]));
  const run = useEffectEvent((id: string) => commands.find((command) => command.id === id)?.run?.());
  const build = useEffectEvent(() =>
    commands.map((command): PaletteCommand =>
      command.run ? { ...command, run: () => run(command.id) } : command,
    ),
  );
  useEffect(() => {
    const list = build();
    useRegistry.setState(({ lists }) => ({ lists: new Map(lists).set(owner, list) }));
    return () =>
      useRegistry.setState(({ lists }) => {
        const rest = new Map(lists);
        rest.delete(owner);
        return { lists: rest };
      });
  }, [owner, shape]);
}

export function useAllCommands(): readonly PaletteCommand[] {
  const lists = useRegistry((state) => state.lists);
  return [...lists.values()].flat();
}
