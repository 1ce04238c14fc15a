import type { Command } from 'commander';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';

export function registerConfigCommand(program: Command, context: CliContext): void {
  const config = program
    .command('config')
    .description('show and change settings')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs config show
  $ datacenter-docs config set collection.intervalMinutes 30
  $ datacenter-docs config set findings.VS11 '{ warningPercent: 70 }'
  $ datacenter-docs config set documents.depth      without a value: back to the default`,
    );

  config
    .command('show')
    .argument('[path]', 'one setting by its dotted path, e.g. documents.depth')
    .description('what is in force, defaults included')
    .action(async (path: string | undefined) => {
      const { readSettings, settingsAsYaml } = await import('../platform/settings-file.ts');
      const settings = readSettings(context.dataDir);
      if (path === undefined) {
        context.output.data(settings, () => settingsAsYaml(settings));
        return;
      }
      const value = path
        .split('.')
        .reduce<unknown>(
          (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
          settings,
        );
      if (value === undefined) {
        throw new DomainError('setting-not-found', `There is no setting "${path}".`, {
          hint: 'Run `datacenter-docs config show` for all of them.',
        });
      }
      context.output.data(value, () => (typeof value === 'string' ? value : JSON.stringify(value, null, 2)));
    });

  config
    .command('set')
    .argument('<path>', 'dotted path')
    .argument('[value]', 'value, as YAML; left out, the setting goes back to its default')
    .description('change one setting in config.yaml, keeping its comments')
    .action(async (path: string, value: string | undefined) => {
      const { changeSetting } = await import('./change-setting.ts');
      const settings = await changeSetting(context, path, value);
      context.output.data(
        settings,
        () => `${path} ${value === undefined ? 'is back at its default' : `= ${value}`}`,
      );
    });

  config
    .command('path')
    .description('where the settings file and the data lie')
    .action(async () => {
      const { settingsPath } = await import('../platform/settings-file.ts');
      const paths = { settings: settingsPath(context.dataDir), dataDir: context.dataDir };
      context.output.data(paths, () => paths.settings);
    });
}
