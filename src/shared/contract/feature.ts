import type { z } from 'zod';

/**
 * One method of the contract. Everything that travels is JSON: inputs and outputs have no undefined, Date, Map or
 * bigint in them.
 */
export interface MethodDefinition {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** read: asking again does no harm, so a lost answer is asked for again. write: is sent once and never repeated. */
  readonly effect: 'read' | 'write';
  /** Codes of errors that a caller can act on, beside `commonErrorCodes`. */
  readonly errors?: readonly string[];
  /** Present when the method reports how far it is while it works. */
  readonly progress?: z.ZodType;
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

export function defineFeature<const F extends FeatureDefinition>(feature: F): F {
  return feature;
}
