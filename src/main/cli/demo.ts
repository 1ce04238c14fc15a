import { Option, type Command } from 'commander';
import { labSizes } from '../../lab/blueprint.ts';
import type { CliContext } from './context.ts';
import type { DemoOptions } from './run-demo.ts';

export function registerDemoCommand(program: Command, context: CliContext): void {
  program
    .command('demo')
    .description('collect and document a simulated datacenter')
    .addOption(new Option('--size <size>', 'how large it is').choices(Object.keys(labSizes)).default('small'))
    .option('--seed <text>', 'the same seed gives the same datacenter', 'demo')
    .option(
      '--scenario <name...>',
      'switch trouble on, e.g. hung-vm, full-datastore, crash-loop, flapping-port',
    )
    .addHelpText(
      'after',
      `
Keeps everything in ./datacenter-docs-demo unless --data-dir or DATACENTER_DOCS_HOME says otherwise. Run it again to
see what changed meanwhile.

Examples:
  $ datacenter-docs demo
  $ datacenter-docs demo --size large --scenario hung-vm full-datastore`,
    )
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('./run-demo.ts');
      await runDemo(context, options);
    });
}
