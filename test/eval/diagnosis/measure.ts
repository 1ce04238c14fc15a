import type { Diagnosis } from '../../../src/shared/model/diagnosis.ts';
import type { Entity } from '../../../src/shared/model/entity.ts';
import type { EntityKind } from '../../../src/shared/model/kinds/registry.ts';
import type { InventoryView } from '../../../src/main/inventory/view.ts';
import { openDiagnosisLab, type DiagnosisLab } from '../../support/diagnosis-lab.ts';
import { testActions } from '../../support/test-actions.ts';
import { labFaults, type LabFault } from './faults.ts';
import { quietTexts, quietVague, ticketTexts, wordings, type WordingName } from './wordings.ts';

/** One ticket and what was made of it. */
export interface Outcome {
  readonly seed: string;
  readonly about: 'fault' | 'two' | 'quiet';
  readonly scenario: string;
  readonly wording: WordingName | 'both' | 'named' | 'nothing';
  readonly text: string;
  /** 1: the first cause is right; 0: none is. Of two faults that of the worse one. */
  readonly rank: number;
  readonly first: string;
  readonly confidence: number;
  readonly proposals: number;
  readonly ms: number;
}

/** As much as may be called a diagnosis: from here on a cause is called likely. */
const likely = 0.5;

export interface MeasureOptions {
  readonly seeds: readonly string[];
  /** Absent: all of them. */
  readonly scenarios?: readonly string[];
  readonly pairs?: readonly (readonly [string, string])[];
  readonly quiet?: boolean;
}

export const pairsOfFaults: readonly (readonly [string, string])[] = [
  ['hung-vm', 'crash-loop'],
  ['full-datastore', 'failed-disk'],
  ['host-down', 'bgp-down'],
  ['failed-node', 'replication-lag'],
  ['full-pvc', 'ups-on-battery'],
  ['stuck-rollout', 'errors-on-link'],
  ['controller-takeover', 'old-snapshots'],
];

export async function measureDiagnoses({
  seeds,
  scenarios,
  pairs,
  quiet,
}: MeasureOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const seed of seeds) {
    const chosen = labFaults.filter(({ scenario }) => scenarios?.includes(scenario) ?? true);
    outcomes.push(
      ...(await inLab(seed, async (lab) => {
        const own: Outcome[] = [];
        if (quiet ?? true) own.push(...(await quietOnes(lab, seed)));
        for (const fault of chosen.filter(({ passes }) => passes === undefined))
          own.push(...(await ofFault(lab, seed, fault)));
        return own;
      })),
      // In a lab of their own: some faults leave something behind. What leaves changes behind comes last.
      ...(await inLab(seed, async (lab) => {
        const own: Outcome[] = [];
        for (const [one, other] of pairs ?? pairsOfFaults) {
          const both = labFaults.filter(({ scenario }) => scenario === one || scenario === other);
          own.push(...(await ofTwo(lab, seed, both)));
        }
        for (const fault of chosen.filter(({ passes }) => passes !== undefined))
          own.push(...(await ofFault(lab, seed, fault)));
        return own;
      })),
    );
  }
  return outcomes;
}

async function inLab(seed: string, run: (lab: DiagnosisLab) => Promise<Outcome[]>): Promise<Outcome[]> {
  const lab = await openDiagnosisLab(testActions, { seed });
  try {
    return await run(lab);
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}

async function ofFault(lab: DiagnosisLab, seed: string, fault: LabFault): Promise<Outcome[]> {
  return lab.during([fault.scenario], fault.seconds, async () => {
    for (let pass = 0; pass < (fault.passes ?? 0); pass += 1) await lab.passes(60);
    const view = await lab.console.app.inventory.view();
    const broken = fault.broken(view);
    const [first] = broken;
    const texts = ticketTexts[fault.scenario];
    if (first === undefined || texts === undefined)
      throw new Error(
        `${fault.scenario} with seed ${seed}: expected it to show in the inventory, it does not`,
      );
    const names = namesOf(fault, view, first);
    const outcomes: Outcome[] = [];
    for (const wording of wordings) {
      const text = texts[wording](names);
      const { diagnosis, ms } = await timed(lab, text);
      outcomes.push({
        ...outcomeOf(diagnosis, ms),
        seed,
        about: 'fault',
        scenario: fault.scenario,
        wording,
        text,
        rank: rankOf(diagnosis, fault, broken, view),
      });
    }
    return outcomes;
  });
}

async function ofTwo(lab: DiagnosisLab, seed: string, faults: readonly LabFault[]): Promise<Outcome[]> {
  const seconds = Math.max(...faults.map((one) => one.seconds));
  return lab.during(
    faults.map(({ scenario }) => scenario),
    seconds,
    async (view) => {
      const shown = faults.map((fault) => ({ fault, broken: fault.broken(view) }));
      const text = shown
        .map(({ fault, broken: [first] }) => {
          const words = ticketTexts[fault.scenario]?.precise;
          return first === undefined || words === undefined ? '' : words(namesOf(fault, view, first));
        })
        .join(' And at the same time: ');
      const { diagnosis, ms } = await timed(lab, text);
      const ranks = shown.map(({ fault, broken }) => rankOf(diagnosis, fault, broken, view));
      return [
        {
          ...outcomeOf(diagnosis, ms),
          seed,
          about: 'two' as const,
          scenario: faults.map(({ scenario }) => scenario).join(' + '),
          wording: 'both' as const,
          text,
          rank: ranks.includes(0) ? 0 : Math.max(...ranks),
        },
      ];
    },
  );
}

async function quietOnes(lab: DiagnosisLab, seed: string): Promise<Outcome[]> {
  const view = await lab.console.app.inventory.view();
  const outcomes: Outcome[] = [];
  const ask = async (scenario: string, wording: 'named' | 'nothing', text: string) => {
    const { diagnosis, ms } = await timed(lab, text);
    outcomes.push({ ...outcomeOf(diagnosis, ms), seed, about: 'quiet', scenario, wording, text, rank: 0 });
  };
  for (const [kind, texts] of Object.entries(quietTexts)) {
    const healthy = soundOnes(view, kind as EntityKind);
    for (const [at, text] of texts.entries()) {
      const thing = healthy[at % Math.max(1, healthy.length)];
      if (thing !== undefined) await ask(kind, 'named', text.replace('{x}', thing.name));
    }
  }
  for (const text of quietVague) await ask('nothing', 'nothing', text);
  return outcomes;
}

/** Things of a kind that no finding is about; a VM that is off is no healthy one. */
function soundOnes(view: InventoryView, kind: EntityKind): readonly Entity[] {
  const told = new Set(view.all('finding').map(({ attributes }) => attributes.objectId));
  const all = view.all(kind) as readonly Entity[];
  const names = new Map<string, number>();
  for (const { name } of all) names.set(name, (names.get(name) ?? 0) + 1);
  const parts = (one: Entity) => [
    ...view.inbound(one, 'part-of'),
    ...view.inbound(one, 'runs-on'),
    ...view.inbound(one, 'owned-by'),
    ...view.inbound(one, 'backed-by'),
  ];
  return all.filter(
    (one) =>
      names.get(one.name) === 1 &&
      !(one.kind === 'vm' && one.attributes.powerState !== 'on') &&
      ![one, ...parts(one)].some(({ id }) => told.has(id)),
  );
}

function namesOf(fault: LabFault, view: InventoryView, broken: Entity) {
  return { broken: broken.name, suffers: (fault.suffers?.(view, broken) ?? broken).name };
}

function rankOf(
  diagnosis: Diagnosis,
  fault: LabFault,
  broken: readonly Entity[],
  view: InventoryView,
): number {
  const at = diagnosis.hypotheses.findIndex(({ pattern, entity }) => {
    const thing = entity && view.get(entity.id);
    return thing !== undefined && fault.patterns.includes(pattern) && fault.isAt(thing, broken, view);
  });
  return at + 1;
}

function outcomeOf(diagnosis: Diagnosis, ms: number) {
  const [first] = diagnosis.hypotheses;
  return {
    first: first === undefined ? 'none' : `${first.pattern} ${first.entity?.name ?? ''} ${first.confidence}`,
    confidence: diagnosis.confidence,
    proposals: diagnosis.proposals.length,
    ms,
  };
}

async function timed(lab: DiagnosisLab, text: string) {
  const start = performance.now();
  const diagnosis = await lab.diagnose(text);
  return { diagnosis, ms: performance.now() - start };
}

export interface DiagnosisScore {
  readonly asked: number;
  readonly top1: number;
  readonly top3: number;
  readonly quietAsked: number;
  /** Quiet tickets for which a cause was called likely, or an action was proposed. */
  readonly falseDiagnoses: number;
  readonly twoAsked: number;
  readonly twoFound: number;
  readonly p95Ms: number;
  /** Mean distance between the confidence that is stated and how often it is right, by tenths. */
  readonly calibrationError: number;
  readonly bins: readonly {
    readonly from: number;
    readonly n: number;
    readonly stated: number;
    readonly right: number;
  }[];
}

export function scoreOf(outcomes: readonly Outcome[]): DiagnosisScore {
  const faults = outcomes.filter(({ about }) => about === 'fault');
  const quiet = outcomes.filter(({ about }) => about === 'quiet');
  const two = outcomes.filter(({ about }) => about === 'two');
  const times = outcomes.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const judged = [...faults, ...quiet].filter(({ first }) => first !== 'none');
  const bins = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((tenth) => {
    const own = judged.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth);
    if (own.length === 0) return [];
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    return [
      {
        from: tenth / 10,
        n: own.length,
        stated: mean(own.map(({ confidence }) => confidence)),
        right: mean(own.map(({ about, rank }) => (about === 'fault' && rank === 1 ? 1 : 0))),
      },
    ];
  });
  const share = (some: readonly Outcome[], of: readonly Outcome[]) =>
    of.length === 0 ? 0 : some.length / of.length;
  return {
    asked: faults.length,
    top1: share(
      faults.filter(({ rank }) => rank === 1),
      faults,
    ),
    top3: share(
      faults.filter(({ rank }) => rank >= 1 && rank <= 3),
      faults,
    ),
    quietAsked: quiet.length,
    falseDiagnoses: quiet.filter(({ confidence, proposals }) => confidence >= likely || proposals > 0).length,
    twoAsked: two.length,
    twoFound: two.filter(({ rank }) => rank >= 1 && rank <= 3).length,
    p95Ms: times[Math.floor(times.length * 0.95)] ?? 0,
    calibrationError:
      judged.length === 0
        ? 0
        : bins.reduce((sum, { n, stated, right }) => sum + n * Math.abs(stated - right), 0) / judged.length,
    bins,
  };
}
