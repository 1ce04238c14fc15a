import { Option, type Command } from 'commander';
import { collectedDomains, type CollectedDomain } from '../../shared/model/kind.ts';
import type { CliContext } from './context.ts';
import { wholeNumber } from './option-values.ts';
import { terminal, type Terminal } from './terminal.ts';

export function registerProfileCommand(program: Command, context: CliContext, io: Terminal = terminal): void {
  const profile = program
    .command('profile')
    .description('how a site’s own MCP servers are read and acted on, in YAML and without code')
    .addHelpText(
      'after',
      `
From a server to its entities:
  $ datacenter-docs profile draft --server acme --sample list_vms > acme.yaml
  $ datacenter-docs profile try acme.yaml --server acme     # what it makes of the server; nothing is stored
  $ datacenter-docs profile add acme.yaml
  $ datacenter-docs profile accept acme
  $ datacenter-docs collect --source acme

A profile is used once somebody has accepted it, to the letter: it says which tools change nothing. What it does to
change something is accepted action by action: profile accept acme --actions vm.power-on`,
    );
  const load = () => import('./profile-commands.ts');

  profile
    .command('list')
    .description('every profile, and whether it is in force')
    .action(async () => (await load()).listProfiles(context));

  profile
    .command('show')
    .argument('<id>')
    .description('the text of a profile')
    .action(async (id: string) => (await load()).showProfile(context, id));

  profile
    .command('check')
    .argument('<file>', 'a YAML file; - reads it from stdin')
    .description('say what is wrong with a profile')
    .action(async (file: string) => (await load()).checkProfile(context, file));

  profile
    .command('try')
    .argument('<file>', 'a YAML file; - reads it from stdin')
    .requiredOption('--server <name>', 'the server to read')
    .option('--vouch <tool...>', 'tools that change nothing, by your own judgement')
    .option('--limit <count>', 'entities of each kind that are shown', wholeNumber(0, 1_000), 20)
    .option('--calls <count>', 'end each step after so many calls', wholeNumber(1, 100_000))
    .option('--raw', 'show what the server answered as well')
    .description('read a server as a profile says; nothing is stored')
    .action(async (file: string, options: TryOptions) =>
      (await import('./profile-try.ts')).tryProfile(context, io, file, options),
    );

  profile
    .command('add')
    .argument('<file>', 'a YAML file; - reads it from stdin')
    .option('--replace', 'also when there is one of its id')
    .description('keep a profile in the data directory; it is used once it is accepted')
    .action(async (file: string, options: { replace?: boolean }) =>
      (await load()).addProfile(context, file, options),
    );

  profile
    .command('remove')
    .argument('<id>')
    .description('take a profile out of the data directory')
    .action(async (id: string) => (await load()).removeProfile(context, id));

  profile
    .command('accept')
    .argument('<id>')
    .option('--actions <action...>', 'what it may do to change something')
    .option('--yes', 'without being asked: it was looked at')
    .description('put a profile in force as it stands now')
    .action(async (id: string, options: AcceptOptions) =>
      (await load()).acceptProfile(context, io, id, options),
    );

  profile
    .command('revoke')
    .argument('<id>')
    .description('take the acceptance back')
    .action(async (id: string) => (await load()).revokeProfile(context, id));

  profile
    .command('draft')
    .requiredOption('--server <name>', 'the server to make one for')
    .option('--sample <tool...>', 'a tool that changes nothing, called once: TOOL or TOOL={"limit":5}')
    .addOption(new Option('--domain <domain>', 'what its things are').choices([...collectedDomains]))
    .option('--model', 'let the language model propose what names alone do not tell')
    .description('write a first profile from a server’s tools and answers')
    .action(async (options: DraftOptions) =>
      (await import('./profile-try.ts')).draftProfile(context, options),
    );
}

export interface TryOptions {
  readonly server: string;
  readonly vouch?: readonly string[];
  readonly limit: number;
  readonly calls?: number;
  readonly raw?: boolean;
}

export interface AcceptOptions {
  readonly actions?: readonly string[];
  readonly yes?: boolean;
}

export interface DraftOptions {
  readonly server: string;
  readonly sample?: readonly string[];
  readonly domain?: CollectedDomain;
  readonly model?: boolean;
}
