import type { Command } from 'commander';
import { instantText } from '../../shared/format.ts';
import type { CliContext } from './context.ts';

export function registerPresenceCommand(program: Command, context: CliContext): void {
  program
    .command('presence')
    .description('who is on shift, what each workstation does, and who looks at what')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs presence
  $ datacenter-docs presence --json

Others are known where state is shared (\`datacenter-docs sync status\`).`,
    )
    .action(async () => {
      await context.withClient(async (client) => {
        const { stations, current, notLeading } = await client.presence.list({});
        if (!current)
          context.output.warn('The server cannot be heard of now: the others are as they were then.');
        if (notLeading !== undefined) context.output.warn(`This workstation leads nothing: ${notLeading}`);
        const { green, dim } = context.output.color;
        context.output.data({ stations, current, ...(notLeading !== undefined && { notLeading }) }, () =>
          context.output.table(
            ['workstation', 'state', 'seen', 'who looks at what', 'leads', 'runs', 'version'],
            stations.map((station) => [
              station.workstation,
              station.self ? green('this one') : station.online ? green('on shift') : dim('not heard of'),
              station.self ? '–' : instantText(station.seenAt),
              station.looking
                .map(
                  ({ operator, view, subject }) =>
                    `${operator}: ${view}${subject === undefined ? '' : ` ${subject}`}`,
                )
                .join('; ') || '–',
              station.leads.join(', ') || '–',
              station.running.join(', ') || '–',
              station.version,
            ]),
          ),
        );
      });
    });
}
