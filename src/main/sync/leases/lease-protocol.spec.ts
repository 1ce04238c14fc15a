import { assert, boolean, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../../test/support/property.ts';
import { seededRandom } from '../../../../test/support/station/seeded-random.ts';
import { simulate, type Weather } from '../../../../test/support/simulated-leases.ts';
import { leaseTimes, LeaseProtocol, type LeaseAnswer, type LeaseRound } from './lease-protocol.ts';

const unitOf = (seed: number) => {
  const random = seededRandom(seed);
  return () => random.unit();
};

const calm: Weather = {
  stations: 3,
  tasks: ['documents', 'collect:vcenter-a', 'collect:vcenter-b'],
  seconds: 120,
  lost: 0,
  slowMs: 50,
  pauses: 0,
  calmFrom: 0,
  kills: 0,
  cloned: false,
  unit: unitOf(1),
};

describe('leases', () => {
  it('give each task one leader, and no other as long as that one is there', () => {
    const { doubled, unled, begun } = simulate(calm);
    expect({ doubled, unled, begun }).toEqual({ doubled: [], unled: [], begun: 3 });
  });

  it('never have two leaders, whatever is lost, late, stopped or killed, and every clock running by itself', () => {
    assert(
      property(
        integer(),
        integer({ min: 2, max: 4 }),
        constantFrom(0, 0.05, 0.2, 0.5),
        constantFrom(10, 500, 3_000),
        constantFrom(0, 0.02, 0.2),
        constantFrom(0, 0.05),
        boolean(),
        (seed, stations, lost, slowMs, pauses, kills, cloned) => {
          const { doubled, unled, fences } = simulate({
            ...calm,
            tasks: ['documents', 'collect:vcenter-a'],
            stations,
            lost,
            slowMs,
            pauses,
            kills,
            cloned,
            seconds: 480,
            calmFrom: 360,
            unit: unitOf(seed),
          });
          expect(doubled).toEqual([]);
          // Pauses last up to a minute: what is left after it is calm finds its leader.
          expect(unled).toEqual([]);
          for (const own of fences.values()) expect(own).toEqual(own.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: propertyRuns(150, 5_000) },
    );
  });

  it('are sure from when a beat began, however late its answer is read', () => {
    let now = 0;
    const protocol = new LeaseProtocol({
      workstation: 'noc-1',
      session: 'session-1',
      operator: () => 'noc-1',
      monotonicMs: () => now,
    });
    protocol.want('documents');
    // The server has it all as it was asked for.
    let revisions = 0;
    const standing: { task?: object; station?: object } = {};
    const drive = (round: LeaseRound, beatTakesMs: number) => {
      let step = round.next();
      while (step.done !== true) {
        const request = step.value;
        let answer: LeaseAnswer = { came: 'floor', fence: 0 };
        if (request.ask === 'look')
          answer = {
            came: 'documents',
            tasks: (standing.task ? [standing.task] : []) as never,
            stations: (standing.station ? [standing.station] : []) as never,
          };
        else if (request.ask === 'put') {
          const rev = `${(revisions += 1)}`;
          const written = { ...request.document, _rev: rev };
          if ('task' in request.document) standing.task = written;
          else {
            standing.station = written;
            now += beatTakesMs;
          }
          answer = { came: 'written', rev };
        }
        step = round.next(answer);
      }
    };
    drive(protocol.round(), 0);
    expect(protocol.leads('documents')).toEqual({ fence: 1, sureUntil: leaseTimes.sureForMs });
    now = 5_000;
    drive(protocol.round(), 9_000);
    // Whoever watches has seen the beat 9 s ago already, and counts from then.
    expect(protocol.leads('documents')).toEqual({ fence: 1, sureUntil: 5_000 + leaseTimes.sureForMs });
    now = 5_000 + leaseTimes.sureForMs;
    expect(protocol.leads('documents')).toBeUndefined();
  });

  it('are told of a copy by what it writes, and not of what was left behind by the process before', () => {
    let now = 0;
    const protocol = new LeaseProtocol({
      workstation: 'noc-1',
      session: 'session-2',
      operator: () => 'noc-1',
      monotonicMs: () => now,
    });
    protocol.want('documents');
    const station = (workstation: string, session: string, rev: number) => ({
      _id: `station:${workstation}`,
      _rev: String(rev),
      workstation,
      session,
    });
    const task = {
      _id: 'task:documents',
      _rev: '1',
      task: 'documents',
      fence: 1,
      holder: 'noc-2',
      session: 'other',
    };
    const look = (own: number) => {
      const round = protocol.round();
      round.next();
      const stations = [station('noc-1', 'session-1', own), station('noc-2', 'other', now)];
      round.next({ came: 'documents', tasks: [task], stations } as never);
    };
    // It was killed. Somebody else leads, and goes on doing so.
    const shortest: number[] = [];
    for (; now < 60_000; now += leaseTimes.beatEveryMs) {
      look(1);
      expect(protocol.isDoubled).toBe(false);
      shortest.push(protocol.nextRoundInMs());
    }
    expect(Math.min(...shortest)).toBeGreaterThanOrEqual(leaseTimes.beatEveryMs / 5);
    look(2);
    expect(protocol.isDoubled).toBe(true);
    for (const end = now + 60_000; now < end; now += leaseTimes.beatEveryMs) look(2);
    expect(protocol.isDoubled).toBe(false);
  });
});
