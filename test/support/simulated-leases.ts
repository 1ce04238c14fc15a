import type { StationDocument, TaskDocument } from '../../src/main/sync/leases/lease-documents.ts';
import {
  LeaseProtocol,
  type LeaseAnswer,
  type LeaseDocument,
  type LeaseRequest,
} from '../../src/main/sync/leases/lease-protocol.ts';

/** What the world does to stations; every chance is between 0 and 1. */
export interface Weather {
  readonly stations: number;
  readonly tasks: readonly string[];
  readonly seconds: number;
  /** A request is lost on its way, an answer on its way back. */
  readonly lost: number;
  /** A leg takes so long at most, in milliseconds; now and then thirty times as long. */
  readonly slowMs: number;
  /** A process stands still before it reads an answer. */
  readonly pauses: number;
  /** From when on nothing goes wrong any more. */
  readonly calmFrom: number;
  /** A process is killed and begins again under the same name. */
  readonly kills: number;
  /** Two stations that run under one name. */
  readonly cloned: boolean;
  readonly unit: () => number;
}

export interface Happened {
  /** Moments at which two stations believed to lead one task. */
  readonly doubled: readonly string[];
  /** Tasks that nobody leads, or somebody else than one, at the end. */
  readonly unled: readonly string[];
  /** How often somebody began to lead. */
  readonly begun: number;
  /** Fences of a task in the order in which leaders had them. */
  readonly fences: ReadonlyMap<string, readonly number[]>;
}

interface SimulatedStation {
  readonly name: string;
  /** Milliseconds of its clock for one of true time. */
  readonly rate: number;
  readonly offset: number;
  session: number;
  protocol: LeaseProtocol;
  /** Answers are read from then on. */
  awakeAt: number;
}

const requestTimeoutMs = 5_000;

/**
 * Stations, a server and the network between them, in true time that is made up: what happens next is whatever is due
 * first. Each station's clock begins anywhere and runs a little too fast or too slow.
 */
export function simulate(weather: Weather): Happened {
  const { unit, tasks } = weather;
  let now = 0;
  const due: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];
  let order = 0;
  const at = (when: number, run: () => void) => {
    const entry = { at: Math.max(when, now), order: (order += 1), run };
    let low = 0;
    let high = due.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = due[middle];
      if (
        other !== undefined &&
        (other.at < entry.at || (other.at === entry.at && other.order < entry.order))
      )
        low = middle + 1;
      else high = middle;
    }
    due.splice(low, 0, entry);
  };
  const isCalm = () => now >= weather.calmFrom * 1_000;
  const happens = (chance: number) => !isCalm() && unit() < chance;
  const legMs = () => {
    if (isCalm()) return unit() * 20;
    return unit() * weather.slowMs * (unit() < 0.05 ? 30 : 1);
  };

  const documents = new Map<string, LeaseDocument & { readonly _rev: string }>();
  let revisions = 0;
  const served = (request: LeaseRequest): LeaseAnswer => {
    switch (request.ask) {
      case 'floor':
        return { came: 'floor', fence: 0 };
      case 'look': {
        const all = [...documents.values()];
        return {
          came: 'documents',
          tasks: all.filter((one): one is TaskDocument => 'task' in one),
          stations: all.filter((one): one is StationDocument => 'workstation' in one),
        };
      }
      case 'put': {
        const { document, rev } = request;
        if (documents.get(document._id)?._rev !== rev) return { came: 'conflict' };
        const next = `${(revisions += 1)}`;
        documents.set(document._id, { ...document, _rev: next });
        return { came: 'written', rev: next };
      }
    }
  };

  const localOf = (station: SimulatedStation) => station.offset + now * station.rate;
  const begin = (station: SimulatedStation) => {
    station.session += 1;
    station.protocol = new LeaseProtocol({
      workstation: station.name,
      session: `${station.name}-${station.session}-${station.offset}`,
      operator: () => station.name,
      monotonicMs: () => localOf(station),
    });
    for (const task of tasks) station.protocol.want(task);
  };
  const stations = Array.from({ length: weather.stations }, (_, i): SimulatedStation => {
    const station: SimulatedStation = {
      name: weather.cloned && i === 1 ? 'station-0' : `station-${i}`,
      rate: 0.99 + unit() * 0.02,
      offset: unit() * 1e9,
      session: 0,
      protocol: undefined as unknown as LeaseProtocol,
      awakeAt: 0,
    };
    begin(station);
    return station;
  });

  const doubled: string[] = [];
  const fences = new Map<string, number[]>(tasks.map((task) => [task, []]));
  let begun = 0;
  let led = new Map<string, string>();
  const judge = () => {
    const leading = new Map<string, string>();
    for (const task of tasks) {
      const leaders = stations.flatMap(({ protocol, session, offset }) => {
        const held = protocol.leads(task);
        return held ? [{ key: `${session}-${offset}-${held.fence}`, fence: held.fence }] : [];
      });
      if (leaders.length > 1) doubled.push(`${task} at ${Math.round(now)} ms: ${JSON.stringify(leaders)}`);
      const [leader] = leaders;
      if (!leader) continue;
      leading.set(task, leader.key);
      if (led.get(task) === leader.key) continue;
      begun += 1;
      fences.get(task)?.push(leader.fence);
    }
    led = new Map([...led, ...leading]);
  };

  const drive = (station: SimulatedStation) => {
    const { session } = station;
    const isOver = () => station.session !== session;
    const round = station.protocol.round();
    const step = (answer: LeaseAnswer | undefined) => {
      if (isOver()) return;
      const next = answer === undefined ? round.next() : round.next(answer);
      judge();
      if (next.done === true) {
        const wait = Math.max(station.protocol.nextRoundInMs(), next.value ? 0 : 1_000);
        at(now + wait / station.rate, () => {
          if (!isOver()) drive(station);
        });
        return;
      }
      const request = next.value;
      let answered = false;
      const hear = (what: LeaseAnswer) => {
        if (answered) return;
        answered = true;
        if (happens(weather.pauses)) station.awakeAt = Math.max(station.awakeAt, now + unit() * 60_000);
        at(Math.max(now, station.awakeAt), () => {
          step(what);
        });
      };
      at(now + requestTimeoutMs / station.rate, () => {
        hear({ came: 'nothing' });
      });
      if (happens(weather.lost)) return;
      at(now + legMs(), () => {
        const first = served(request);
        judge();
        if (happens(weather.lost)) return;
        // A server does not read all documents at one moment: some are older in its answer than others.
        const readAgain = now + (request.ask === 'look' ? legMs() : 0);
        at(readAgain, () => {
          const what = request.ask === 'look' ? mixed(first, served(request)) : first;
          at(now + legMs(), () => {
            hear(what);
          });
        });
      });
    };
    at(Math.max(now, station.awakeAt), () => {
      step(undefined);
    });
  };

  /** Leases and stations as they stood at two moments, in either order. */
  const mixed = (one: LeaseAnswer, other: LeaseAnswer): LeaseAnswer => {
    if (one.came !== 'documents' || other.came !== 'documents') return one;
    return unit() < 0.5
      ? { came: 'documents', tasks: one.tasks, stations: other.stations }
      : { came: 'documents', tasks: other.tasks, stations: one.stations };
  };

  for (const station of stations) drive(station);
  const plague = () => {
    for (const station of stations) {
      if (!happens(weather.kills)) continue;
      begin(station);
      drive(station);
    }
    if (!isCalm()) at(now + 5_000, plague);
  };
  plague();
  while (due.length > 0) {
    const next = due.shift();
    if (!next || next.at > weather.seconds * 1_000) break;
    now = next.at;
    next.run();
    judge();
  }
  const unled = tasks.filter(
    (task) => stations.filter(({ protocol }) => protocol.leads(task) !== undefined).length !== 1,
  );
  return { doubled, unled, begun, fences };
}
