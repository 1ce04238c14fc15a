import { Argument, Option, type Command } from 'commander';
import { instantText } from '../../shared/format.ts';
import type { Operator } from '../../shared/model/operator.ts';
import { roles, type Role } from '../../shared/model/role.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';

export function registerOperatorsCommand(program: Command, context: CliContext): void {
  const operators = program
    .command('operators')
    .description('who may sign in here, and what they may do')
    .addHelpText(
      'after',
      `
Roles, each with all of those before it:
  viewer     reads everything that is documented, and asks
  operator   works: tickets, collection, documents, proposals; stops automation
  approver   approves remediations, takes them back, lets automation go on
  admin      sources, settings, policy, operators

Whoever runs Datacenter Docs here is its admin and stands in no list. A token is printed once and kept as its hash:
  $ datacenter-docs operators add alice --role approver
  $ datacenter-docs operators token alice              # a new one; the old one and every session end`,
    );

  operators
    .command('list')
    .description('everybody who has an entry')
    .action(async () => {
      await context.withClient(async (client) => {
        const answer = await client.operators.list({});
        context.output.data(answer, () =>
          answer.operators.length === 0
            ? 'Nobody but whoever runs it. `operators add NAME --role ROLE` adds somebody.'
            : context.output.table(
                ['name', 'role', 'since', 'token of', 'may sign in'],
                answer.operators.map((one) => [
                  one.name,
                  one.role,
                  instantText(one.createdAt),
                  instantText(one.tokenAt),
                  one.disabledAt === undefined ? 'yes' : `not since ${instantText(one.disabledAt)}`,
                ]),
              ),
        );
        if (answer.problem !== undefined) {
          context.output.warn(`${answer.file} cannot be used: ${answer.problem}`);
          context.exitWith(exitCodes.failed);
        }
      });
    });

  operators
    .command('add')
    .argument('<name>', 'what they are called in notes, approvals and the audit')
    .addOption(new Option('--role <role>', 'what they may do').choices([...roles]).makeOptionMandatory())
    .description('let somebody sign in; prints their token once')
    .action(async (name: string, { role }: { role: Role }) => {
      await context.withClient(async (client) =>
        tellToken(context, await client.operators.add({ name, role })),
      );
    });

  operators
    .command('role')
    .argument('<name>')
    .addArgument(new Argument('<role>', 'what they may do from now on').choices([...roles]))
    .description('give somebody another role, at once')
    .action(async (name: string, role: Role) => {
      await context.withClient(async (client) => {
        const answer = await client.operators.setRole({ name, role });
        context.output.data(answer, () => `${answer.operator.name} is ${answer.operator.role}.`);
      });
    });

  operators
    .command('disable')
    .argument('<name>')
    .description('end their sessions and let them in no more')
    .action(async (name: string) => {
      await context.withClient(async (client) => {
        const answer = await client.operators.disable({ name });
        context.output.data(
          answer,
          () => `${answer.operator.name} may not sign in any more; \`operators token\` lets them in again.`,
        );
      });
    });

  operators
    .command('token')
    .argument('<name>')
    .description('make somebody’s token anew and print it; lets in who was disabled')
    .action(async (name: string) => {
      await context.withClient(async (client) =>
        tellToken(context, await client.operators.renewToken({ name })),
      );
    });
}

/** The token alone on stdout, so that it can be passed on without being read. */
function tellToken(
  { output }: CliContext,
  answer: { readonly operator: Operator; readonly token: string },
): void {
  output.data(answer, () => answer.token);
  const { name, role } = answer.operator;
  output.note(
    `${name} signs in as ${role} with this token, which is not shown again: in the address of the console after #token=, or as "Authorization: Bearer TOKEN".`,
  );
}
