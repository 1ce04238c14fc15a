import type { z } from 'zod';
import type { Role } from '../model/role.ts';

/**
 * One method of the contract. Everything that travels is JSON: inputs and outputs have no undefined, Date, Map or
 * bigint in them.
 */
export interface MethodDefinition {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** read: asking again does no harm, so a lost answer is asked for again. write: is sent once and never repeated. */
  readonly effect: 'read' | 'write';
  /** The least that somebody must be to call it. Absent: a viewer reads, an operator writes. */
  readonly role?: Role;
  /** Codes of errors that a caller can act on, beside `commonErrorCodes`. */
  readonly errors?: readonly string[];
  /** Present when the method reports how far it is while it works. */
  readonly progress?: z.ZodType;
  /** Its progress is part of the answer: all of it is delivered, where otherwise the newest is enough. */
  readonly inPieces?: true;
}

/**
 * Something that can be subscribed to. When the subscriber does not keep up, events are dropped oldest first, and the
 * next one that is delivered says how many are missing; so an event says *that* something changed, and whoever needs
 * to know what it is now asks.
 */
export interface EventDefinition {
  readonly input: z.ZodType;
  readonly payload: z.ZodType;
}

export interface FeatureDefinition {
  readonly methods: Readonly<Record<string, MethodDefinition>>;
  readonly events: Readonly<Record<string, EventDefinition>>;
}

/** The least that somebody must be to call it. */
export function neededRole({ role, effect }: Pick<MethodDefinition, 'role' | 'effect'>): Role {
  return role ?? (effect === 'read' ? 'viewer' : 'operator');
}

export function defineFeature<const F extends FeatureDefinition>(feature: F): F {
  return feature;
}

/**
 * What `feature.member` names. Only what stands there itself: `constructor` and `__proto__` name nothing.
 * @returns undefined when there is no such name
 */
export function findMember<Feature, Member>(
  features: Readonly<Record<string, Feature>>,
  name: string,
  membersOf: (feature: Feature) => Readonly<Record<string, Member>>,
): Member | undefined {
  const [featureName = '', memberName = '', rest] = name.split('.');
  const feature = Object.hasOwn(features, featureName) ? features[featureName] : undefined;
  if (feature === undefined || rest !== undefined) return undefined;
  const members = membersOf(feature);
  return Object.hasOwn(members, memberName) ? members[memberName] : undefined;
}

/** Members of a feature, or of its handlers. */
export const methodsOf = <T>({ methods }: { readonly methods: T }): T => methods;
export const eventsOf = <T>({ events }: { readonly events: T }): T => events;
