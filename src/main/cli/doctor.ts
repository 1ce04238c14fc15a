import type { Command } from 'commander';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';

export function registerDoctorCommand(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('check Node, store, servers, model and CouchDB, and say what to do')
    .action(async () => {
      const { examine } = await import('./examine.ts');
      const checks = await examine(context);
      const failed = checks.filter((check) => check.status === 'failed');
      const { output } = context;
      const mark = {
        ok: output.color.green('✓'),
        warning: output.color.yellow('▲'),
        failed: output.color.red('■'),
        'not-set': output.color.dim('○'),
      };
      output.data({ ok: failed.length === 0, checks }, () =>
        checks
          .flatMap((check) => [
            `${mark[check.status]} ${check.name.padEnd(20)} ${indented(check.detail)}`,
            ...(check.hint === undefined ? [] : [`${margin}${output.color.dim(indented(check.hint))}`]),
          ])
          .join('\n'),
      );
      if (failed.length > 0) context.exitWith(exitCodes.failed);
    });
}

const margin = ' '.repeat(23);

function indented(text: string): string {
  return text.replaceAll('\n', `\n${margin}`);
}
