/** What can be typed with a slash, in the panel and on the command line. */
export const slashCommands = [
  { name: 'help', takes: 'nothing', example: '/help' },
  { name: 'find', takes: 'words', example: '/find reboot a host' },
  { name: 'entity', takes: 'entity', example: '/entity web-01' },
  { name: 'changes', takes: 'entity or nothing', example: '/changes web-01 7d' },
  { name: 'timeline', takes: 'entity', example: '/timeline web-01' },
  { name: 'findings', takes: 'entity or nothing', example: '/findings esx-01' },
  { name: 'where', takes: 'entity', example: '/where web-01' },
  { name: 'runs', takes: 'entity', example: '/runs esx-01' },
  { name: 'full', takes: 'entity or nothing', example: '/full datastore-01' },
  { name: 'affected', takes: 'entity', example: '/affected esx-01' },
  { name: 'list', takes: 'filter', example: '/list kind:vm powerState:off' },
  { name: 'tickets', takes: 'words or nothing', example: '/tickets web-01' },
  { name: 'diagnose', takes: 'entity or words', example: '/diagnose web-01' },
] as const satisfies readonly SlashCommand[];

export interface SlashCommand {
  readonly name: string;
  /** What follows it. */
  readonly takes:
    'nothing' | 'words' | 'entity' | 'entity or nothing' | 'entity or words' | 'words or nothing' | 'filter';
  readonly example: string;
}

export type SlashCommandName = (typeof slashCommands)[number]['name'];

export type ParsedSlash =
  | { readonly is: 'question' }
  | { readonly is: 'command'; readonly name: SlashCommandName; readonly rest: string }
  /** `missing`: something has to follow it. */
  | { readonly is: 'unknown' | 'missing'; readonly name: string; readonly near: readonly SlashCommandName[] };

/** Takes what was typed for a command, or for a question. A path such as `/var/log` is a question. */
export function parseSlash(text: string): ParsedSlash {
  const parts = /^\/([a-z]*)(?:\s+([\s\S]*))?$/i.exec(text.trim());
  if (!parts) return { is: 'question' };
  const typed = (parts[1] ?? '').toLowerCase();
  const rest = (parts[2] ?? '').trim();
  const command = slashCommands.find(({ name }) => name === typed);
  if (!command) return { is: 'unknown', name: typed, near: commandsLike(typed) };
  const needs = command.takes === 'words' || command.takes.startsWith('entity') || command.takes === 'filter';
  if (needs && rest === '' && command.takes !== 'entity or nothing') {
    return { is: 'missing', name: command.name, near: [command.name] };
  }
  return { is: 'command', name: command.name, rest };
}

/** Commands that begin with what was typed, for completing it; all where nothing was. */
export function commandsLike(typed: string): SlashCommandName[] {
  const bare = typed.replace(/^\//, '').toLowerCase();
  const starting = slashCommands.filter(({ name }) => name.startsWith(bare));
  const near = starting.length > 0 ? starting : slashCommands.filter(({ name }) => name[0] === bare[0]);
  return near.map(({ name }) => name);
}
