import { isDeepStrictEqual } from 'node:util';
import { faultKinds, type FaultName } from '../../src/lab/fault-kinds.ts';
import type { ActionAdapter } from '../../src/main/remediation/action-adapter.ts';
import type { RemediationAction } from '../../src/main/remediation/action.ts';
import type { Rehearsal } from '../../src/main/remediation/actions/shared/rehearsal.ts';
import { checkProposal } from '../../src/main/remediation/check-proposal.ts';
import { DomainError } from '../../src/main/platform/errors.ts';
import type { Facts, Verdict } from '../../src/shared/model/plan.ts';
import { beginPlay, patientMs, perform, readFacts, takeBack, type Play } from './action-play.ts';
import type { ActionStage } from './action-stage.ts';

/*
 * What every action of the catalogue has to hold to, tried on the lab: without a fault and under every one that the
 * lab knows. An action brings its rehearsals in its own folder; nothing here knows any action. Each rule returns what
 * it found wrong.
 */

/** What is tried: one action on the server of one stage. */
export interface Tried {
  readonly stage: ActionStage;
  readonly action: RemediationAction;
  readonly adapter: ActionAdapter<unknown>;
  readonly rehearsal: Rehearsal;
}

/** What comes true when a fault is on the tools that change something. */
export interface UnderFault {
  readonly fault: FaultName;
  readonly act: 'acts' | 'does-nothing' | 'acts-in-part';
  readonly phase?: 'after';
}

export const faultsOnWrites: readonly UnderFault[] = [
  { fault: 'slow', act: 'acts' },
  { fault: 'hang', act: 'does-nothing' },
  { fault: 'error', act: 'does-nothing' },
  { fault: 'rpc-error', act: 'does-nothing' },
  { fault: 'disconnect', act: 'does-nothing' },
  { fault: 'disconnect', act: 'acts', phase: 'after' },
  { fault: 'lies', act: 'does-nothing' },
  { fault: 'partial', act: 'acts-in-part' },
  { fault: 'acts-but-fails', act: 'acts' },
  { fault: 'paging-repeat', act: 'acts' },
  { fault: 'paging-endless', act: 'acts' },
  { fault: 'malformed', act: 'acts' },
  { fault: 'wrong-shape', act: 'acts' },
  { fault: 'truncated', act: 'acts' },
  { fault: 'garbage', act: 'acts' },
  { fault: 'flood', act: 'acts' },
  { fault: 'tools-changed', act: 'does-nothing' },
];

export const everyFault = Object.keys(faultKinds) as readonly FaultName[];
const settings = { latencyMs: 20, floodBytes: 200_000 };
/** Under these no answer comes: nobody waits for long. */
const silent: ReadonlySet<FaultName> = new Set(['hang', 'disconnect', 'truncated']);
const impatientMs = 300;
const timeoutUnder = (fault: FaultName) => (silent.has(fault) ? impatientMs : patientMs);
/** So often is looked before it is said that nothing comes any more. */
const pollsInVain = 6;

/** It does what it says, is seen to have done it, and takes it back. */
export async function playedThrough({ stage, action, adapter, rehearsal }: Tried): Promise<string[]> {
  const play = await beginPlay(stage, action, adapter, rehearsal);
  const { subject, plan } = play;
  const { verdict, now = {} } = await perform(stage, play);
  const expected = Object.entries(plan.after).filter(([name, value]) => !isDeepStrictEqual(now[name], value));
  const suggested = action.suggest(subject.target, subject.view);
  return [
    ...play.wrong,
    ...(verdict.is === 'met' ? [] : [`it was done and is not seen: ${verdict.text}`]),
    ...expected.map(([name, value]) => `${name} was to be ${String(value)} and is ${String(now[name])}`),
    ...(plan.reversible === (action.reversibility.is === 'reversible')
      ? []
      : ['its reversibility and its rollback do not agree']),
    ...(action.idempotenceKey(subject).includes(subject.target.id)
      ? []
      : ['its key does not name its target']),
    ...(suggested === undefined || action.parameters.safeParse(suggested).success
      ? []
      : ['what it suggests does not fit its own parameters']),
    ...(await takeBack(stage, play, now)),
  ].map((text) => `${rehearsal.title}: ${text}`);
}

/** What a server says under a fault is not what is believed: the read-back tells what has come true. */
export async function toldTheTruth(
  { stage, action, adapter, rehearsal }: Tried,
  { fault, act, phase }: UnderFault,
): Promise<string[]> {
  const play = await beginPlay(stage, action, adapter, rehearsal);
  const met = act === 'acts' || (act === 'acts-in-part' && rehearsal.survivesPartial === true);
  await stage.fault(fault, adapter.writes, { ...settings, ...(phase && { phase }) });
  // Its notice may come later than the next call; a new connection looks at the tools first.
  if (fault === 'tools-changed') await stage.reconnect();
  const { verdict, now = {} } = await perform(stage, play, {
    ...(!met && { polls: pollsInVain }),
    timeoutMs: timeoutUnder(fault),
    lift: () => stage.liftFaults(),
  });
  const undone = act === 'does-nothing' ? (adapter.rollback?.(play.subject, play.before, now) ?? []) : [];
  return [
    ...play.wrong,
    ...((verdict.is === 'met') === met
      ? []
      : [`it ${met ? 'was done and is not seen' : 'was not done and is seen'}: ${verdict.text}`]),
    ...undone.map(({ does }) => `nothing was done, and is taken back: ${does}`),
    ...(act === 'does-nothing' ? [] : await takeBack(stage, play, now)),
  ];
}

/** Before anything is done no damaged answer makes it look done, and afterwards none makes it look failed. */
export async function withstoodDamage({ stage, action, adapter, rehearsal }: Tried): Promise<string[]> {
  const asked = new Set<string>();
  const play = await beginPlay(stage, action, adapter, rehearsal, asked);
  const { subject, before } = play;
  const wrong: string[] = [];
  const look = async (when: string, forbidden: Verdict['is']) => {
    for (const fault of everyFault) {
      await stage.fault(fault, asked, settings);
      // What is damaged is drawn anew for each answer.
      for (let times = fault === 'malformed' ? 6 : 1; times > 0; times--) {
        const said = await readDamaged({ stage, adapter, subject }, timeoutUnder(fault));
        if (typeof said === 'string') wrong.push(`${when}, ${fault}: ${said}`);
        const verdict =
          typeof said === 'object' ? adapter.verify(subject, before, said, [said, said]) : undefined;
        if (verdict?.is === forbidden) wrong.push(`${when}, ${fault}: it is ${forbidden}: ${verdict.text}`);
      }
      await stage.liftFaults();
    }
    await stage.reconnect();
  };
  await look('before', 'met');
  const { verdict } = await perform(stage, play);
  if (verdict.is !== 'met') wrong.push(`it was done and is not seen: ${verdict.text}`);
  await look('afterwards', 'failed');
  return [...play.wrong, ...wrong];
}

/** @returns facts, nothing where it was said that they could not be read, or what is wrong with that */
async function readDamaged(
  { stage, adapter, subject }: Pick<Tried, 'stage' | 'adapter'> & Pick<Play, 'subject'>,
  timeoutMs: number,
): Promise<Facts | undefined | string> {
  try {
    return (await readFacts(adapter, subject, await stage.reader(timeoutMs))) ?? 'it was believed to be gone';
  } catch (error) {
    return error instanceof DomainError ? undefined : `it failed with ${String(error)}`;
  }
}

/** Targets and parameters that are none of its business are refused before a server is asked. */
export async function refusedTheRest({ stage, action, rehearsal }: Tried): Promise<string[]> {
  const { target, parameters } = await rehearsal.stage(stage.lab);
  const { view } = stage.lab;
  const check = (id: string, given: unknown): string => {
    const checked = checkProposal(
      { action: action.id, target: id, parameters: given },
      { catalogue: [action], view },
    );
    return checked.is === 'refused' ? checked.reason : 'accepted';
  };
  const wrong: string[] = [];
  for (const given of [...rehearsal.wrongParameters, { ...parameters, surprise: 1 }, 'all'])
    if (check(target.id, given) === 'accepted') wrong.push(`it accepts ${JSON.stringify(given)}`);
  const other = (['vm', 'k8s-cluster', 'switch', 'array'] as const)
    .flatMap((kind) => view.all(kind))
    .find(({ kind }) => !action.targets.includes(kind));
  if (other && !check(other.id, parameters).startsWith('it is for')) wrong.push(`it accepts a ${other.kind}`);
  for (const { target: refused, parameters: given, because } of rehearsal.refused?.(view) ?? []) {
    if (!refused) wrong.push(`the lab has nothing that is refused because ${because.source}`);
    else if (!because.test(check(refused.id, given)))
      wrong.push(`expected ${because.source} for ${refused.name}, came: ${check(refused.id, given)}`);
  }
  return wrong;
}
