import type { z } from 'zod';
import {
  eventsOf,
  findMember,
  methodsOf,
  type EventDefinition,
  type FeatureDefinition,
  type MethodDefinition,
} from './feature.ts';
import { assistant } from './assistant.ts';
import { audit } from './audit.ts';
import { collection } from './collection.ts';
import { desktop } from './desktop.ts';
import { diagnostics } from './diagnostics.ts';
import { documents } from './documents.ts';
import { feedback } from './feedback.ts';
import { inventory } from './inventory.ts';
import { jobs } from './jobs.ts';
import { knowledge } from './knowledge.ts';
import { llm } from './llm.ts';
import { notices } from './notices.ts';
import { operators } from './operators.ts';
import { overview } from './overview.ts';
import { policy } from './policy.ts';
import { presence } from './presence.ts';
import { profiles } from './profiles.ts';
import { reliability } from './reliability.ts';
import { remediation } from './remediation.ts';
import { runbooks } from './runbooks.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { sources } from './sources.ts';
import { status } from './status.ts';
import { sync } from './sync.ts';
import { system } from './system.ts';
import { tickets } from './tickets.ts';
import { topology } from './topology.ts';
import { views } from './views.ts';

/** Everything that a window, a browser or the command line can ask of the application: one entry a feature. */
export const contract = {
  assistant,
  audit,
  collection,
  desktop,
  diagnostics,
  documents,
  feedback,
  inventory,
  jobs,
  knowledge,
  llm,
  notices,
  operators,
  overview,
  policy,
  presence,
  profiles,
  reliability,
  remediation,
  runbooks,
  search,
  settings,
  sources,
  status,
  sync,
  system,
  tickets,
  topology,
  views,
};

export type Contract = typeof contract;
export type FeatureName = keyof Contract;
type Methods<F extends FeatureName> = Contract[F]['methods'];
type Events<F extends FeatureName> = Contract[F]['events'];

/** `feature.method` */
export type MethodName = { [F in FeatureName]: `${F}.${keyof Methods<F> & string}` }[FeatureName];
export type EventName = { [F in FeatureName]: `${F}.${keyof Events<F> & string}` }[FeatureName];

/** The definition behind a name. */
export type MethodOf<N extends MethodName> = N extends `${infer F extends FeatureName}.${infer M}`
  ? M extends keyof Methods<F>
    ? Methods<F>[M]
    : never
  : never;
export type EventOf<N extends EventName> = N extends `${infer F extends FeatureName}.${infer E}`
  ? E extends keyof Events<F>
    ? Events<F>[E]
    : never
  : never;

type Schema<D, Member extends string> =
  D extends Readonly<Record<Member, infer S extends z.ZodType>> ? S : never;
/** What a caller writes; defaults may be left out. */
export type InputOf<N extends MethodName> = z.input<Schema<MethodOf<N>, 'input'>>;
export type OutputOf<N extends MethodName> = z.output<Schema<MethodOf<N>, 'output'>>;
export type ProgressOf<N extends MethodName> = z.output<Schema<MethodOf<N>, 'progress'>>;
export type EventInputOf<N extends EventName> = z.input<Schema<EventOf<N>, 'input'>>;
export type PayloadOf<N extends EventName> = z.output<Schema<EventOf<N>, 'payload'>>;

/** @returns undefined when the contract has no such method */
export function findMethod(name: string): MethodDefinition | undefined {
  return findMember<FeatureDefinition, MethodDefinition>(contract, name, methodsOf);
}

/** @returns undefined when the contract has no such event */
export function findEvent(name: string): EventDefinition | undefined {
  return findMember<FeatureDefinition, EventDefinition>(contract, name, eventsOf);
}

export function methodNames(): MethodName[] {
  return namesOf('methods') as MethodName[];
}

export function eventNames(): EventName[] {
  return namesOf('events') as EventName[];
}

function namesOf(members: 'methods' | 'events'): string[] {
  return Object.entries(contract)
    .flatMap(([feature, definition]) => Object.keys(definition[members]).map((name) => `${feature}.${name}`))
    .toSorted();
}
