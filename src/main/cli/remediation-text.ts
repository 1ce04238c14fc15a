import type { createColors } from 'picocolors';
import type { OutputOf } from '../../shared/contract/contract.ts';
import type { ShownRemediation } from '../../shared/contract/remediation.ts';
import { instantText, milliseconds, seconds } from '../../shared/format.ts';
import type { Facts } from '../../shared/model/plan.ts';
import type { JournalEntry, RemediationState } from '../../shared/model/remediation.ts';
import { scorePartNames } from '../../shared/model/reliability.ts';
import { withoutEscapes } from './output.ts';

type Colors = ReturnType<typeof createColors>;

const factText = (value: Facts[string] | undefined) => (value === undefined ? '?' : String(value));
const ok = (color: Colors, passed: boolean) => (passed ? color.green('✓') : color.red('✗'));
const indented = (lines: readonly string[], by = '  ') => lines.map((line) => `${by}${line}`);
const section = (color: Colors, title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : [color.bold(title), ...indented(lines), ''];

export function stateText(color: Colors, state: RemediationState): string {
  switch (state) {
    case 'succeeded':
      return color.green(state);
    case 'failed':
    case 'rollback-failed':
    case 'refused':
      return color.red(state);
    case 'outcome-unknown':
    case 'awaiting-approval':
    case 'rolled-back':
    case 'rolling-back':
      return color.yellow(state);
    case 'executing':
    case 'verifying':
    case 'pre-checked':
    case 'planned':
    case 'approved':
      return color.cyan(state);
    case 'proposed':
    case 'rejected':
    case 'expired':
    case 'cancelled':
      return state;
  }
}

/** Everything that somebody who is to approve it has to see, and what came of it. */
export function remediationText(shown: ShownRemediation, color: Colors): string {
  const record = withoutEscapes(shown);
  const { id, actionTitle, action, targetName, state, outcome } = record;
  return [
    `${color.bold(`${actionTitle}: ${targetName}`)}  ${stateText(color, state)}`,
    color.dim(`${id}  ${action}  ${record.target}`),
    ...(outcome === undefined ? [] : [outcome]),
    '',
    ...section(color, 'Why', whyLines(record)),
    ...section(color, 'Plan', planLines(record, color)),
    ...section(color, 'Before and after', changeLines(record)),
    ...section(color, `Reliability ${record.score.value.toFixed(0)} of 100`, scoreLines(record)),
    ...section(color, `Policy: ${decisionText(record)}`, checkLines(record, color)),
    ...section(color, 'Approvals', approvalLines(record)),
    ...section(color, 'Taken up', claimLines(record, color)),
    ...section(
      color,
      'Journal',
      record.journal.map((entry) => entryText(entry, color)),
    ),
    ...(record.otherRuns ?? []).flatMap((run) =>
      section(color, color.red(`Run at ${run.claim.workstation} as well`), otherRunLines(run, color)),
    ),
    ...section(
      color,
      'Written meanwhile at other workstations',
      (record.meanwhile ?? []).map((entry) => entryText(entry, color)),
    ),
    ...section(color, 'What can be done', nextLines(record)),
  ]
    .join('\n')
    .trimEnd();
}

function whyLines(record: ShownRemediation): string[] {
  const { ticketId, cause, confidence, proposedBy, expectedEffect, parameters, createdAt, expiresAt } =
    record;
  const by = proposedBy.by === 'operator' ? (proposedBy.operator ?? 'an operator') : proposedBy.by;
  return [
    expectedEffect,
    `proposed by ${by} at ${instantText(createdAt)}${ticketId === undefined ? '' : ` for ticket ${ticketId}`}`,
    ...(cause === '' ? [] : [`for ${cause}, ${Math.round(confidence * 100)} % sure`]),
    ...(Object.keys(parameters).length === 0 ? [] : [`parameters ${JSON.stringify(parameters)}`]),
    ...(record.state === 'awaiting-approval' || record.state === 'refused' || record.state === 'approved'
      ? [`expires at ${instantText(expiresAt)}`]
      : []),
  ];
}

function planLines({ plan, planProblem }: ShownRemediation, color: Colors): string[] {
  if (!plan) return [color.red(`there is none: ${planProblem ?? 'it was not made yet'}`)];
  return [
    ...plan.calls.flatMap((call, step) => [
      `${step + 1}. ${call.does}${call.unlessMetWithinSeconds === undefined ? '' : ` unless that has helped within ${seconds(call.unlessMetWithinSeconds)}`}`,
      color.dim(`   ${call.source}: ${call.tool} ${JSON.stringify(call.arguments)}`),
    ]),
    `then: ${plan.verification}, within ${seconds(plan.verifyWithinSeconds)}`,
    plan.reversible
      ? `otherwise: ${plan.rollback}`
      : color.yellow(
          `otherwise: nothing, it cannot be taken back${plan.rollback === '' ? '' : `: ${plan.rollback}`}`,
        ),
    ...plan.checks.map((check) => `${ok(color, check.ok)} ${check.text}`),
    color.dim(`takes about ${seconds(plan.estimateSeconds)}; plan ${plan.hash}`),
  ];
}

function changeLines({ plan }: ShownRemediation): string[] {
  if (!plan) return [];
  const names = [...new Set([...Object.keys(plan.before), ...Object.keys(plan.after)])];
  const width = Math.max(...names.map((name) => name.length), 0);
  return names.map((name) => {
    const [before, after] = [plan.before[name], plan.after[name]];
    const change =
      after === undefined || after === before ? factText(before) : `${factText(before)} → ${factText(after)}`;
    return `${name.padEnd(width)}  ${change}`;
  });
}

function scoreLines({ score }: ShownRemediation): string[] {
  return scorePartNames.map((name) => {
    const { value, weight, why } = score.parts[name];
    return `${name.padEnd(10)} ${value.toFixed(0).padStart(3)} × ${Math.round(weight * 100)} %  ${why}`;
  });
}

function decisionText({ decision }: ShownRemediation): string {
  const { needed, role, typedName, different } = decision.approvals;
  const risk = `risk ${decision.risk.level}${decision.risk.raised.length === 0 ? '' : `, raised by ${decision.risk.raised.map(({ text }) => text).join('; ')}`}`;
  switch (decision.is) {
    case 'run':
      return `it may run by itself (${risk})`;
    case 'refused':
      return `refused now (${risk})`;
    case 'needs-approvals':
      return `needs ${needed === 1 ? `an ${role}` : `${needed} different ${role}s`}${different ? ' beside whoever proposed it' : ''}${typedName ? `, ${needed === 1 ? 'who types' : 'each of whom types'} the name of the target` : ''} (${risk})`;
  }
}

function checkLines({ decision }: ShownRemediation, color: Colors): string[] {
  return decision.checks.map(({ check, passed, stops, text, until }) => {
    const mark = passed ? color.green('✓') : stops === 'run' ? color.red('✗') : color.yellow('–');
    return `${mark} ${check.padEnd(20)} ${text}${until === undefined ? '' : ` (until ${instantText(until)})`}`;
  });
}

function approvalLines({ approvals, plan, rejection, approved }: ShownRemediation): string[] {
  return [
    ...(approvals.length === 0 && !rejection ? [] : [`${approved.have} of ${approved.needed}`]),
    ...approvals.map(
      ({ by, at, planHash, workstation, breakGlass }) =>
        `${by} at ${instantText(at)} on ${workstation}${breakGlass ? ', breaking glass' : ''}${planHash === plan?.hash ? '' : ', of another plan: it does not count'}`,
    ),
    ...(approved.noLongerCount ?? []).map(({ text }) => text),
    ...(rejection
      ? [`rejected by ${rejection.by} at ${instantText(rejection.at)}: ${rejection.reason}`]
      : []),
  ];
}

function claimLines(
  {
    claim,
    claimant,
    waitsFor,
    cancelRequests = [],
  }: Pick<ShownRemediation, 'claim' | 'claimant' | 'waitsFor' | 'cancelRequests'>,
  color: Colors,
): string[] {
  return [
    ...(waitsFor === undefined ? [] : [color.yellow(`not yet: ${waitsFor}`)]),
    ...(claim
      ? [
          `at ${claim.workstation}${claimant?.here === true ? ', this workstation' : ''}, ${instantText(claim.at)}`,
        ]
      : []),
    ...(claim?.breakGlass
      ? [
          color.red(
            `${claim.breakGlass.by} broke glass, as the shared database did not answer, and typed "${claim.breakGlass.typed}"`,
          ),
        ]
      : []),
    ...(claimant?.silentMs === undefined
      ? []
      : [color.yellow(`nothing was heard of it for ${milliseconds(claimant.silentMs)}`)]),
    ...cancelRequests.map(({ by, workstation, at, reason }) =>
      color.yellow(`${by} asked it to stop, at ${workstation}, ${instantText(at)}: ${reason}`),
    ),
  ];
}

/** The same ran at another workstation, while the shared database was away. */
function otherRunLines(
  { claim, state, outcome, journal }: NonNullable<ShownRemediation['otherRuns']>[number],
  color: Colors,
): string[] {
  return [
    `${stateText(color, state)}${outcome === undefined ? '' : `: ${outcome}`}`,
    ...claimLines({ claim }, color),
    ...(journal.length === 0 ? ['nothing was sent, as far as is known'] : []),
    ...journal.map((entry) => entryText(entry, color)),
  ];
}

function nextLines({ id, state, plan, canRollBack, decision, claimant }: ShownRemediation): string[] {
  const command = (rest: string) => `datacenter-docs remediation ${rest}`;
  switch (state) {
    case 'awaiting-approval':
      return [
        // Never with the name filled in: it is typed by whoever has made sure that it is the one that is meant.
        command(
          `approve ${id} --run${plan ? ` --plan ${plan.hash.slice(0, 12)}` : ''}${decision.approvals.typedName ? ' --name NAME-OF-THE-TARGET' : ''}`,
        ),
        command(`reject ${id} "why"`),
      ];
    case 'approved':
      return [command(`run ${id}`), command(`cancel ${id} "why"`)];
    case 'proposed':
    case 'refused':
      return [command(`refresh ${id}`)];
    case 'planned':
    case 'pre-checked':
    case 'executing':
    case 'verifying':
    case 'rolling-back':
      return [
        command(`watch ${id}`),
        command(`cancel ${id} "why"`),
        ...(claimant?.canSettle === true ? [command(`settle ${id} succeeded|failed "what you found"`)] : []),
      ];
    case 'outcome-unknown':
      return [
        command(`settle ${id} succeeded|failed "what you found"`),
        ...(canRollBack ? [command(`rollback ${id}`)] : []),
      ];
    case 'succeeded':
    case 'failed':
      return canRollBack ? [command(`rollback ${id}`)] : [];
    case 'rejected':
    case 'expired':
    case 'cancelled':
    case 'rolled-back':
    case 'rollback-failed':
      return [];
  }
}

/** One line of the live log. */
export function entryText(entry: JournalEntry, color: Colors): string {
  // To the second: steps follow one another faster than minutes.
  const at = color.dim(`${entry.at.slice(0, 10)} ${entry.at.slice(11, 19)}`);
  return `${at}  ${saidOf(withoutEscapes(entry), color)}`;
}

function saidOf(entry: JournalEntry, color: Colors): string {
  switch (entry.is) {
    case 'planned':
      return `${entry.dryRun ? 'tried out' : 'taken up'} by ${entry.by}`;
    case 'pre-checked':
      return `${ok(color, entry.ok)} ${entry.checks.map(({ text, ok: held }) => (held ? text : color.red(`not: ${text}`))).join('; ')}`;
    case 'call-intended':
      return `${color.cyan(entry.phase === 'run' ? `step ${entry.step + 1}` : `rollback step ${entry.step + 1}`)} ${entry.does}  ${color.dim(`${entry.source}: ${entry.tool} ${JSON.stringify(entry.arguments)}`)}`;
    case 'call-returned':
      return `${resultText(entry.result, color)} after ${milliseconds(entry.durationMs)}  ${color.dim(firstWords(entry.excerpt))}`;
    case 'read-back':
      return `${entry.verdict.is === 'met' ? color.green('✓') : entry.verdict.is === 'failed' ? color.red('✗') : '…'} ${entry.verdict.text}`;
    case 'cancel-asked':
      return color.yellow(`${entry.by} wants it to stop: ${entry.reason}`);
    case 'held':
      return color.yellow(`it stands still: ${entry.reason}`);
    case 'recovered':
      return color.yellow(entry.text);
    case 'silence-intended':
    case 'silence-lift-intended':
      return `${entry.does}  ${color.dim(`${entry.source}: ${entry.tool} ${JSON.stringify(entry.arguments)}`)}`;
    case 'silence-returned':
      return `${entry.text}  ${color.dim(`${resultText(entry.result, color)} after ${milliseconds(entry.durationMs)}  ${firstWords(entry.excerpt)}`)}`;
    case 'silence-noted':
      return color.yellow(entry.text);
    case 'rollback-planned':
      return color.yellow(
        `it is taken back: ${entry.text}; ${entry.calls.map(({ does }) => does).join(', ')}`,
      );
    case 'settled':
      return `${entry.by} says that it ${entry.as}: ${entry.note}`;
    case 'ended':
      return `${stateText(color, entry.state)}: ${entry.text}`;
  }
}

function resultText(result: Extract<JournalEntry, { is: 'call-returned' }>['result'], color: Colors): string {
  switch (result) {
    case 'answered':
      return 'answered';
    case 'said-failed':
      return color.red('said that it failed');
    case 'lost':
      return color.red('no answer');
    case 'not-sent':
      return color.red('not sent');
  }
}

const firstWords = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
};

/** What keeps everything from running, or nothing. */
export function haltedText(now: OutputOf<'remediation.state'>, color: Colors): string[] {
  const state = withoutEscapes(now);
  return [
    ...(state.killSwitch === undefined ? [] : [color.red(`Nothing runs: ${state.killSwitch}.`)]),
    ...(state.sharedDatabaseAway === undefined
      ? []
      : [color.yellow(`Nothing that is shared is taken up: ${state.sharedDatabaseAway}.`)]),
    ...(state.paused
      ? [
          color.yellow(
            `Paused by ${state.paused.by} at ${instantText(state.paused.at)}: ${state.paused.reason}.`,
          ),
        ]
      : []),
    ...state.stalled.map(({ id, reason }) =>
      color.red(`${id} came to a halt, and is looked at again: ${reason}`),
    ),
  ];
}
