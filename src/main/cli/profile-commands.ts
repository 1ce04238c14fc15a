import type { Client } from '../../shared/contract/client.ts';
import type { ProfileFaultView, ProfileView } from '../../shared/contract/profiles.ts';
import { instantText } from '../../shared/format.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import type { AcceptOptions } from './profile.ts';
import { readAll, type Terminal } from './terminal.ts';
import { textOf } from './text-files.ts';

const longestProfile = 200_000;

export async function profileText(file: string): Promise<string> {
  return file === '-' ? readAll(process.stdin) : textOf(file, longestProfile);
}

export async function listProfiles(context: CliContext): Promise<void> {
  await context.withClient(async (client) => {
    const answer = await client.profiles.list({});
    context.output.data(answer, () =>
      answer.profiles.length === 0
        ? `There are none. \`profile draft --server NAME\` writes one; files of ${answer.folder} are profiles.`
        : context.output.table(
            ['id', 'title', 'domain', 'state', 'actions accepted', 'from'],
            answer.profiles.map((one) => [
              one.id,
              one.summary?.title ?? '',
              one.summary?.domain ?? '',
              one.state,
              actionsText(one),
              one.from === 'built-in' ? 'built in' : one.file,
            ]),
          ),
    );
    for (const one of answer.profiles) {
      for (const fault of one.faults.slice(0, 3)) context.output.warn(`${one.file}: ${faultLine(fault)}`);
    }
    for (const problem of answer.problems) context.output.warn(problem);
  });
}

function actionsText({ summary }: ProfileView): string {
  if (!summary || summary.actions.length === 0) return '';
  const accepted = summary.actions.filter((action) => action.accepted);
  return `${accepted.length} of ${summary.actions.length}`;
}

export async function showProfile(context: CliContext, id: string): Promise<void> {
  await context.withClient(async (client) => {
    const answer = await client.profiles.get({ id });
    context.output.data(answer, () => answer.text.trimEnd());
    context.output.note(stateText(answer.profile));
  });
}

function stateText({ id, state, accepted, changes }: ProfileView): string {
  const since = accepted ? ` by ${accepted.by}, ${instantText(accepted.at)}` : '';
  switch (state) {
    case 'in-force':
      return `${id} is in force${since === '' ? ': it comes with the application' : `, accepted${since}`}.`;
    case 'not-accepted':
      return `${id} is not used: nobody has accepted it. \`profile accept ${id}\``;
    case 'changed':
      return `${id} is not used: it was changed since it was accepted${since}.\n${changes.map((change) => `  - ${change}`).join('\n')}`;
    case 'unusable':
      return `${id} cannot be used. \`profile check FILE\` says why.`;
    default:
      return state satisfies never;
  }
}

export async function checkProfile(context: CliContext, file: string): Promise<void> {
  const text = await profileText(file);
  await context.withClient(async (client) => {
    const answer = await client.profiles.check({ text });
    context.output.data(answer, () =>
      answer.ok
        ? `${file}: it can be used${answer.warnings.length === 0 ? '' : ', with this in mind:'}`
        : `${file}: it cannot be used:\n${answer.faults.map((fault) => `  ${faultLine(fault)}`).join('\n')}`,
    );
    for (const warning of answer.warnings) context.output.warn(faultLine(warning));
    if (!answer.ok) context.exitWith(exitCodes.failed);
  });
}

export function faultLine({ path, message, line, column }: ProfileFaultView): string {
  const where = [line === undefined ? '' : `${line}:${column ?? 1}`, path]
    .filter((one) => one !== '')
    .join(' ');
  return where === '' ? message : `${where}: ${message}`;
}

export async function addProfile(
  context: CliContext,
  file: string,
  { replace }: { readonly replace?: boolean },
): Promise<void> {
  const text = await profileText(file);
  await context.withClient(async (client) => {
    const checked = await client.profiles.check({ text });
    if (!checked.ok || !checked.summary) {
      for (const fault of checked.faults) context.output.warn(faultLine(fault));
      throw new DomainError('profile-invalid', `${file}: it cannot be used`);
    }
    const { id } = checked.summary;
    const before = (await client.profiles.list({})).profiles.find((one) => one.id === id);
    const answer = await client.profiles.save({
      text,
      ...(replace === true && before && { baseHash: before.hash }),
    });
    context.output.data(answer, () => `Kept as ${answer.profile.file}.`);
    context.output.note(stateText(answer.profile));
  });
}

export async function removeProfile(context: CliContext, id: string): Promise<void> {
  await context.withClient(async (client) => {
    await client.profiles.remove({ id });
    context.output.data({ removed: id }, () => `Removed ${id}.`);
  });
}

export async function revokeProfile(context: CliContext, id: string): Promise<void> {
  await context.withClient(async (client) => {
    const answer = await client.profiles.revoke({ id });
    context.output.data(answer, () => `${id}: what was accepted of it is taken back.`);
    context.output.note(stateText(answer.profile));
  });
}

/** Shows what is accepted, and accepts it when the person at this terminal says so. */
export async function acceptProfile(
  context: CliContext,
  io: Terminal,
  id: string,
  { actions = [], yes }: AcceptOptions,
): Promise<void> {
  await context.withClient(async (client) => {
    const { profile } = await client.profiles.get({ id });
    io.show(acceptanceText(profile, actions));
    if (yes !== true) {
      if (!io.isInteractive) {
        throw new DomainError('untrusted', `${id}: there is no terminal to ask on.`, {
          hint: `Look at the above, then run \`datacenter-docs profile accept ${id} --yes\`.`,
        });
      }
      if (!(await io.confirm('Accept it like this?', context.signal)))
        throw new DomainError('untrusted', `${id}: not accepted; nothing was changed.`);
    }
    await accept(client, context, profile, actions);
  });
}

async function accept(
  client: Client,
  context: CliContext,
  { id, hash }: ProfileView,
  actions: readonly string[],
): Promise<void> {
  const answer = await client.profiles.accept({ id, hash, actions: [...actions] });
  context.output.data(answer, () =>
    actions.length === 0
      ? `${id} is in force; it changes nothing.`
      : `${id} is in force, and may be used for ${actions.join(', ')}.`,
  );
}

function acceptanceText(
  { id, summary, changes, state, faults }: ProfileView,
  actions: readonly string[],
): string {
  if (!summary)
    return [`${id} cannot be used:`, ...faults.map((fault) => `  ${faultLine(fault)}`)].join('\n');
  const open = summary.actions.filter((action) => !actions.includes(action.id));
  return [
    `${id}: ${summary.title}, version ${summary.version}, for ${summary.domain}`,
    ...(state === 'changed'
      ? ['Different from what was accepted:', ...changes.map((change) => `  - ${change}`)]
      : []),
    'Called without asking anybody, because they change nothing:',
    ...summary.reads.map((tool) => `  ${tool}`),
    ...(actions.length > 0 ? ['Called to change something, once a remediation is approved:'] : []),
    ...summary.actions
      .filter((action) => actions.includes(action.id))
      .map((action) => `  ${action.id} (${action.title}): ${action.writes.join(', ')}`),
    ...(open.length > 0
      ? [
          `Not accepted with this: ${open.map((action) => action.id).join(', ')}; --actions names those that are`,
        ]
      : []),
  ].join('\n');
}
