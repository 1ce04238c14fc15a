import type { Command } from 'commander';
import type { OutputOf } from '../../shared/contract/contract.ts';
import type { KillSwitchView } from '../../shared/contract/policy.ts';
import { instantText } from '../../shared/format.ts';
import { addPolicyCommands } from './auto-remediation-policy.ts';
import type { CliContext } from './context.ts';

interface WithReason {
  readonly reason: string;
}

export function registerAutoRemediationCommand(program: Command, context: CliContext): void {
  const auto = program
    .command('auto-remediation')
    .description('what may run without a person, and the policy that says so')
    .addHelpText(
      'after',
      `
Examples:
  $ datacenter-docs auto-remediation status
  $ datacenter-docs auto-remediation kill --reason "array migration"
  $ datacenter-docs auto-remediation policy dry-run new-policy.yaml
  $ datacenter-docs auto-remediation policy apply new-policy.yaml --reason "CHG-4711"
  $ datacenter-docs auto-remediation enable vm.restart
  $ datacenter-docs auto-remediation enable

Out of the box nothing runs by itself. An action does so when it is enabled by name and everything is enabled, as far as risk, reliability, limits and windows of the policy allow.`,
    );

  auto
    .command('status')
    .description('the policy in force, the kill switch, and which actions may run by themselves')
    .action(async () => {
      await context.withClient(async (client) => {
        const policy = await client.policy.read({});
        const { green, red, yellow, dim } = context.output.color;
        const { text: _text, ...shown } = policy;
        const { values } = policy;
        context.output.data(shown, () =>
          [
            `kill switch  ${policy.killSwitch.on ? red(`ON${switchText(policy.killSwitch)}`) : 'off'}`,
            `by itself    ${values.automatic ? yellow(`up to risk ${values.automaticUpTo}, from reliability ${values.minimumReliability}`) : 'nothing: every remediation waits for a person'}`,
            `policy       ${policy.version} since ${instantText(policy.since)}, by ${policy.by}`,
            `file         ${policy.file}`,
            ...(policy.problem ? [red(`problem      ${policy.problem.text}`)] : []),
            '',
            context.output.table(
              ['action', 'risk', 'enabled', 'by itself'],
              policy.actions.map(({ id, risk, enabled, automatic }) => [
                id,
                risk,
                enabled ? green('yes') : red('no'),
                automatic ? (values.automatic ? yellow('yes') : dim('once all is enabled')) : 'no',
              ]),
            ),
          ].join('\n'),
        );
      });
    });

  const setAutomatic =
    (on: boolean) =>
    async (action: string | undefined, { reason }: WithReason) => {
      await context.withClient(async (client) => {
        const applied = await client.policy.setAutomatic({
          on,
          ...(action !== undefined && { action }),
          reason,
        });
        const policy = await client.policy.read({});
        const { values } = policy;
        context.output.data({ ...applied, automatic: values.automatic, actions: values.actions }, () =>
          [
            `${action ?? 'Remediation as a whole'} ${on ? 'may run' : 'no longer runs'} by itself${applied.changed ? '' : ', as before'}.`,
            ...(action !== undefined && on && !values.automatic
              ? ['Nothing does yet: `datacenter-docs auto-remediation enable` enables it as a whole.']
              : []),
            ...(action === undefined && on ? [byThemselves(policy.actions)] : []),
          ].join('\n'),
        );
      });
    };
  auto
    .command('enable')
    .argument('[action]', 'one action; left out, remediation as a whole')
    .option('--reason <text>', 'stands in the history of the policy', '')
    .description('let an action, or all that are enabled by name, run without a person')
    .action(setAutomatic(true));
  auto
    .command('disable')
    .argument('[action]', 'one action; left out, everything')
    .option('--reason <text>', 'stands in the history of the policy', '')
    .description('back to approvals')
    .action(setAutomatic(false));

  const kill =
    (on: boolean) =>
    async ({ reason }: WithReason) => {
      await context.withClient(async (client) => {
        const { killSwitch } = await client.policy.kill({ on, reason });
        context.output.data(killSwitch, () =>
          killSwitch.on
            ? 'The kill switch is on: nothing that changes anything runs, and what runs stops before its next step.'
            : 'The kill switch is off.',
        );
      });
    };
  auto
    .command('kill')
    .requiredOption('--reason <text>', 'for whoever wonders why nothing runs')
    .description('stop everything that changes anything, at once; works whatever the policy file is like')
    .action(kill(true));
  auto
    .command('release')
    .requiredOption('--reason <text>', 'what has been made sure of')
    .description('the kill switch off again')
    .action(kill(false));

  addPolicyCommands(auto, context);
}

function switchText({ from, by, at, reason }: KillSwitchView): string {
  const since = at === undefined ? '' : ` since ${instantText(at)}`;
  const who = by === undefined ? '' : `, by ${by}`;
  const why = reason === undefined || reason === '' ? '' : `: ${reason}`;
  return `${since}${who}${from === 'file' ? ' (in policy.yaml)' : ''}${why}`;
}

/** Whoever enables everything sees at once what that lets run. */
function byThemselves(actions: OutputOf<'policy.read'>['actions']): string {
  const ids = actions.flatMap(({ id, enabled, automatic }) => (enabled && automatic ? [id] : []));
  return ids.length === 0
    ? 'No action does yet: none is enabled by name.'
    : `By themselves from now on, within what the policy allows: ${ids.join(', ')}.`;
}
