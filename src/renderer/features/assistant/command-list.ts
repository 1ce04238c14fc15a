import { slashCommands, type SlashCommandName } from '../../../shared/model/slash-commands.ts';

/** Commands of the panel itself: they are done here and asked of nobody. */
export const panelCommands = ['new', 'history', 'copy'] as const;
export type PanelCommand = (typeof panelCommands)[number];

export interface Suggestion {
  readonly name: SlashCommandName | PanelCommand;
  readonly takes: (typeof slashCommands)[number]['takes'];
  readonly example: string;
}

const all: readonly Suggestion[] = [
  ...slashCommands,
  ...panelCommands.map((name): Suggestion => ({ name, takes: 'nothing', example: `/${name}` })),
];

/** Commands that fit what stands in the box, while nothing but a command's beginning does. */
export function suggestionsFor(typed: string): readonly Suggestion[] {
  const parts = /^\/([a-z]*)$/i.exec(typed);
  if (!parts) return [];
  const begun = (parts[1] ?? '').toLowerCase();
  return all.filter(({ name }) => name.startsWith(begun));
}

/** The panel's own command that was typed. */
export function panelCommand(typed: string): PanelCommand | undefined {
  const name = /^\/([a-z]+)$/i.exec(typed.trim())?.[1]?.toLowerCase();
  return panelCommands.find((one) => one === name);
}
