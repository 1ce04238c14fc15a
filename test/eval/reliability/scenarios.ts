import type { Dice } from '../grounding/dice.ts';

/** Something that can be proposed, with what nobody in the simulation can see: how often it really works. */
export interface SimulatedCell {
  readonly action: string;
  readonly targetClass: string;
  readonly cause: string;
  /** At a share 0…1 of the whole time. */
  rate(time: number): number;
  /** How often it comes up, against others. */
  readonly weight: number;
  /** Its first so many uses succeed, whatever its rate: luck, or somebody who wants it trusted. */
  readonly lucky: number;
}

export interface Scenario {
  readonly name: string;
  readonly says: string;
  cells(dice: Dice): readonly SimulatedCell[];
  /** What the diagnosis says of itself. */
  confidence(rate: number, dice: Dice): number;
  /** Chance that whoever says something says something good. */
  praise(succeeded: boolean, time: number): number;
}

/** Below that an action should not run without a person. */
export const badRate = 0.7;

const clamp = (value: number) => Math.max(0, Math.min(1, value));
const between = (dice: Dice, from: number, to: number) => from + (to - from) * dice.unit();
const noisy = (rate: number, dice: Dice) => clamp(rate + between(dice, -0.1, 0.1));

function cellsOf(count: number, dice: Dice, parts: (bad: boolean, i: number) => Partial<SimulatedCell>) {
  return Array.from({ length: count }, (_, i): SimulatedCell => {
    const bad = i % 2 === 1;
    const rate = bad ? between(dice, 0.2, 0.69) : between(dice, 0.9, 0.99);
    return {
      action: `action.a${Math.floor(i / 4)}-${bad ? 'x' : 'y'}`,
      targetClass: `class-${i % 3}`,
      cause: `cause-${i}`,
      rate: () => rate,
      weight: 1,
      lucky: 0,
      ...parts(bad, i),
    };
  });
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'honest',
    says: 'confidence is what it should be, give or take a tenth; people mostly say what they saw',
    cells: (dice) => cellsOf(12, dice, () => ({})),
    confidence: noisy,
    praise: (succeeded) => (succeeded ? 0.95 : 0.1),
  },
  {
    name: 'overconfident',
    says: 'every diagnosis is 90 to 100 % sure; people are kind even to failures',
    cells: (dice) => cellsOf(12, dice, () => ({})),
    confidence: (_, dice) => between(dice, 0.9, 1),
    praise: (succeeded) => (succeeded ? 0.98 : 0.4),
  },
  {
    name: 'drifting',
    says: 'half-way the good ones go bad (95 % to 50 %), confidence stays, people take a while to notice',
    cells: (dice) =>
      cellsOf(8, dice, (bad) => (bad ? {} : { rate: (time: number) => (time < 0.5 ? 0.95 : 0.5) })),
    confidence: (_, dice) => between(dice, 0.85, 0.98),
    praise: (succeeded, time) => (succeeded ? 0.97 : time > 0.5 && time < 0.65 ? 0.5 : 0.15),
  },
  {
    name: 'rare',
    says: '200 combinations, most of which come up a few times',
    cells: (dice) => cellsOf(200, dice, (_, i) => ({ weight: 1 / (1 + (i % 50)) })),
    confidence: noisy,
    praise: (succeeded) => (succeeded ? 0.95 : 0.1),
  },
  {
    name: 'lucky',
    says: 'every bad one succeeds three times first, sure of itself, to applause',
    cells: (dice) => cellsOf(12, dice, (bad) => ({ lucky: bad ? 3 : 0 })),
    confidence: (_, dice) => between(dice, 0.97, 1),
    praise: (succeeded) => (succeeded ? 1 : 0.3),
  },
];
