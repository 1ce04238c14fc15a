import { Option, type Command } from 'commander';
import { labFlags, type LabFlag } from '../../lab/flags.ts';
import type { CliContext } from './context.ts';

/** `datacenter-docs lab`: the simulated datacenter, or a recorded estate, as this process. */
export function registerLabCommand(program: Command, context: CliContext): void {
  const command = program
    .command('lab')
    .description('serve a simulated datacenter, or a recorded estate, as an MCP server until interrupted')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs lab --http 8090 --size medium
  $ datacenter-docs lab --http 0 --frozen --seed demo --scenario full-volume
  $ datacenter-docs lab --vms 50000 --fault 'slow:latencyMs=500,tools=vmware_*'
  $ datacenter-docs lab --http 8091 --estate netbox netbox-demo.json`,
    );
  for (const flag of labFlags) command.addOption(optionOf(flag));
  command.action(async (options: Readonly<Record<string, unknown>>) => {
    const { runLabProcess } = await import('../../lab/process.ts');
    context.exitWith(await runLabProcess(labFlags.flatMap((flag) => wordsOf(flag, options))));
  });
}

function optionOf({ name, value, multiple, says }: LabFlag): Option {
  if (value === undefined) return new Option(`--${name}`, says);
  const variadic = value.includes(' ');
  const option = new Option(`--${name} <${value.replaceAll(' ', '-')}${variadic ? '...' : ''}>`, says);
  return multiple && !variadic
    ? option.argParser((word: string, before: string[] | undefined) => [...(before ?? []), word])
    : option;
}

/** The flag as the lab's own command line takes it; what it means is judged there. */
function wordsOf(flag: LabFlag, options: Readonly<Record<string, unknown>>): string[] {
  const given = options[new Option(`--${flag.name}`).attributeName()];
  if (given === undefined) return [];
  if (flag.value === undefined) return [`--${flag.name}`];
  const words = [given].flat().map(String);
  if (!flag.value.includes(' ')) return words.map((word) => `--${flag.name}=${word}`);
  const pairs = Array.from({ length: Math.ceil(words.length / 2) }, (_, i) => words.slice(2 * i, 2 * i + 2));
  return pairs.flatMap((pair) => [`--${flag.name}`, ...pair]);
}
