import { ContractError } from '../../shared/contract/contract-error.ts';
import type { OutputOf } from '../../shared/contract/contract.ts';
import type { Client } from '../../shared/contract/client.ts';
import { DomainError } from '../platform/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { faultLine, profileText } from './profile-commands.ts';
import type { DraftOptions, TryOptions } from './profile.ts';
import type { Terminal } from './terminal.ts';

type Trial = OutputOf<'profiles.try'>;

export async function tryProfile(
  context: CliContext,
  io: Terminal,
  file: string,
  options: TryOptions,
): Promise<void> {
  const text = await profileText(file);
  await context.withClient(async (client) => {
    const trial = await tryAsking(client, context, io, text, options);
    context.output.data(trial, () => trialText(context, trial, options.raw === true));
    for (const { tool, problems } of trial.steps.map((step) => ({
      tool: step.name,
      problems: step.problems,
    }))) {
      for (const problem of problems.slice(0, 3)) context.output.warn(`${tool}: ${problem}`);
    }
    if (trial.readBy !== undefined) {
      context.output.note(
        `This server is read by "${trial.readBy}" now; "datacenterDocs": { "profile": "${trial.summary.id}" } in its entry of mcp.json has this profile read it.`,
      );
    } else if (!trial.matches) {
      context.output.note('It does not recognise this server by itself: see `matches`.');
    }
    const whole = trial.error === undefined && trial.steps.every(({ complete }) => complete);
    if (!whole || trial.rejects.total > 0) context.exitWith(exitCodes.partial);
  });
}

/** What nobody has judged is shown, and called only when the person at the terminal says so. */
async function tryAsking(
  client: Client,
  context: CliContext,
  io: Terminal,
  text: string,
  { server, vouch = [], limit, calls }: TryOptions,
): Promise<Trial> {
  const bar = context.output.progress('reading');
  const run = async (tools: readonly string[]) =>
    client.profiles.try(
      {
        text,
        source: server,
        vouch: [...tools],
        limit,
        ...(calls !== undefined && { callsPerStep: calls }),
      },
      {
        signal: context.signal,
        onProgress: ({ done, total, message }) => bar.update(done, total, message),
      },
    );
  try {
    return await run(vouch);
  } catch (error) {
    if (!(error instanceof ContractError) || error.code !== 'profile-tools-not-accepted' || !io.isInteractive)
      throw error;
    bar.finish();
    io.show(
      [
        'Nobody has said of these tools that they change nothing:',
        ...error.details.map(({ path, message }) => `  ${path}: ${message.split('\n')[0] ?? ''}`),
      ].join('\n'),
    );
    if (!(await io.confirm('Call them?', context.signal)))
      throw new DomainError('untrusted', `${server}: not called; nothing was changed.`);
    return await run([...vouch, ...error.details.map(({ path }) => path)]);
  } finally {
    bar.finish();
  }
}

function trialText({ output }: CliContext, trial: Trial, raw: boolean): string {
  const { summary, steps, kinds, rejects, unavailable } = trial;
  const parts = [
    `${summary.title} on ${trial.server.name} ${trial.server.version}: ${trial.tookMs} ms, nothing was stored`,
    output.table(
      ['step', 'tool', 'calls', 'items', 'ms', 'complete'],
      steps.map((step) => [
        step.name,
        step.tool ?? '(from another step)',
        step.calls,
        step.items,
        step.tookMs,
        step.complete ? 'yes' : 'no',
      ]),
    ),
    ...(raw ? steps.flatMap(({ samples }) => samples.map(sampleText)) : []),
    ...kinds.flatMap((kind) => [
      `${kind.kind}: ${kind.total}${kind.complete ? '' : `, not all of them: ${kind.reason ?? 'a part did not come'}`}`,
      ...(kind.records.length === 0
        ? []
        : [
            output.table(
              ['id', 'name', 'partition', 'attributes'],
              kind.records.map((record) => [
                record.nativeId,
                record.name,
                record.partition ?? '',
                shortened(JSON.stringify(record.attributes), 120),
              ]),
            ),
          ]),
    ]),
    ...(rejects.total === 0
      ? []
      : [
          `Rejected: ${rejects.total}`,
          output.table(
            ['kind', 'id', 'path', 'reason'],
            rejects.items
              .slice(0, 50)
              .map((one) => [one.kind, one.nativeId ?? '', one.path, shortened(one.reason, 100)]),
          ),
        ]),
    ...(unavailable.length === 0
      ? []
      : ['Not given:', ...unavailable.map(({ what, reason }) => `  ${what}: ${reason}`)]),
    ...(trial.error === undefined ? [] : [`It ended before its time: ${trial.error}`]),
  ];
  return parts.join('\n');
}

function sampleText({
  tool,
  arguments: args,
  isError,
  form,
  text,
  textLength,
}: Trial['steps'][number]['samples'][number]) {
  return `${tool} ${args} → ${isError ? 'failed' : form}, ${textLength} characters\n${shortened(text, 4_000)}`;
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;

export async function draftProfile(
  context: CliContext,
  { server, sample = [], domain, model }: DraftOptions,
): Promise<void> {
  const samples = sample.map(sampleOf);
  await context.withClient(async (client) => {
    const draft = await client.profiles.draft(
      { source: server, samples, ...(domain && { domain }), model: model === true },
      { signal: context.signal },
    );
    context.output.data(draft, () => draft.text.trimEnd());
    for (const note of draft.notes) context.output.note(`- ${note}`);
    for (const fault of draft.faults) context.output.warn(faultLine(fault));
  });
}

/** `list_vms` or `list_vms={"limit":5}`. @throws DomainError usage */
function sampleOf(text: string): { tool: string; arguments: Record<string, unknown> } {
  const at = text.indexOf('=');
  if (at === -1) return { tool: text, arguments: {} };
  try {
    const args: unknown = JSON.parse(text.slice(at + 1));
    if (typeof args !== 'object' || args === null || Array.isArray(args)) throw new Error('no object');
    return { tool: text.slice(0, at), arguments: { ...args } };
  } catch {
    throw new DomainError('usage', `--sample ${text}: expected TOOL or TOOL={"argument": "value"}`);
  }
}
