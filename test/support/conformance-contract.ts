import { z } from 'zod';
import { defineFeature } from '../../src/shared/contract/feature.ts';
import type { AnyHandler, AnySource, ServedContract } from '../../src/main/api/served-contract.ts';
import { DomainError } from '../../src/main/platform/errors.ts';

const nothing = z.strictObject({});

/** Everything that can happen on a transport, and nothing else. */
const conformance = defineFeature({
  methods: {
    echo: {
      effect: 'read',
      input: z.strictObject({ value: z.unknown() }),
      output: z.strictObject({ value: z.unknown() }),
    },
    add: {
      effect: 'read',
      input: z.strictObject({
        terms: z.array(z.strictObject({ value: z.number().int() })).max(10),
        start: z.number().default(100),
      }),
      output: z.strictObject({ sum: z.number() }),
    },
    refuse: {
      effect: 'write',
      input: z.strictObject({ code: z.string(), message: z.string(), hint: z.string().optional() }),
      output: nothing,
    },
    crash: { effect: 'read', input: nothing, output: nothing },
    /** Breaks what it promised. */
    breakPromise: {
      effect: 'read',
      input: z.strictObject({ how: z.enum(['type', 'bigint', 'undefined', 'date']) }),
      output: z.strictObject({ value: z.any() }),
    },
    /** Answers when `release` is called with its name, or ends when it is cancelled. */
    wait: {
      effect: 'read',
      input: z.strictObject({ name: z.string() }),
      output: z.strictObject({ name: z.string() }),
    },
    release: { effect: 'write', input: z.strictObject({ name: z.string() }), output: nothing },
    /** Never answers, whatever its signal says, until it is released. */
    hang: { effect: 'read', input: z.strictObject({ name: z.string() }), output: nothing },
    count: {
      effect: 'read',
      input: z.strictObject({ to: z.number().int() }),
      output: z.strictObject({ counted: z.number() }),
      progress: z.strictObject({ at: z.number() }),
    },
    pieces: {
      effect: 'read',
      input: z.strictObject({ of: z.number().int() }),
      output: z.strictObject({ pieces: z.number() }),
      progress: z.strictObject({ piece: z.number() }),
      inPieces: true,
    },
    text: {
      effect: 'read',
      input: z.strictObject({ length: z.number().int() }),
      output: z.strictObject({ text: z.string() }),
    },
    length: {
      effect: 'read',
      input: z.strictObject({ text: z.string() }),
      output: z.strictObject({ length: z.number() }),
    },
    ring: {
      effect: 'write',
      input: z.strictObject({ from: z.number().int(), to: z.number().int() }),
      output: nothing,
    },
    state: {
      effect: 'read',
      input: nothing,
      output: z.strictObject({
        waiting: z.array(z.string()),
        cancelled: z.array(z.string()),
        listening: z.number(),
      }),
    },
  },
  events: {
    /** Rings when `ring` is called. */
    bell: { input: nothing, payload: z.strictObject({ ring: z.number() }) },
    /** That many at once, before the subscription is known. */
    burst: {
      input: z.strictObject({ count: z.number().int() }),
      payload: z.strictObject({ at: z.number() }),
    },
    refusing: { input: nothing, payload: nothing },
    breaking: { input: nothing, payload: z.strictObject({ at: z.number() }) },
  },
});

/** Its names, for a transport that knows them. */
export const conformanceNames = {
  methods: Object.keys(conformance.methods).map((method) => `conformance.${method}`),
  events: Object.keys(conformance.events).map((event) => `conformance.${event}`),
};

/** The contract of the suite, with the state of one run. */
export function createConformanceContract(): ServedContract {
  const gates = new Map<string, () => void>();
  const cancelled: string[] = [];
  const bells = new Set<(ring: number) => void>();

  const methods: Record<keyof typeof conformance.methods, AnyHandler> = {
    echo: (input) => input,
    add(input) {
      const { terms, start } = conformance.methods.add.input.parse(input);
      return { sum: terms.reduce((sum, { value }) => sum + value, start) };
    },
    refuse(input) {
      const { code, message, hint } = conformance.methods.refuse.input.parse(input);
      throw new DomainError(code, message, hint === undefined ? {} : { hint });
    },
    crash() {
      throw new TypeError('hunter2 is the password');
    },
    breakPromise(input) {
      const { how } = conformance.methods.breakPromise.input.parse(input);
      switch (how) {
        case 'type':
          return { other: 1 };
        case 'bigint':
          return { value: 1n };
        case 'undefined':
          return { value: undefined };
        case 'date':
          return { value: new Date(0) };
      }
    },
    wait(input, { signal }) {
      const { name } = conformance.methods.wait.input.parse(input);
      return new Promise((resolve, reject) => {
        gates.set(name, () => resolve({ name }));
        signal.addEventListener('abort', () => {
          gates.delete(name);
          cancelled.push(name);
          reject(signal.reason as Error);
        });
      });
    },
    release(input) {
      const { name } = conformance.methods.release.input.parse(input);
      gates.get(name)?.();
      gates.delete(name);
      return {};
    },
    hang(input, { signal }) {
      const { name } = conformance.methods.hang.input.parse(input);
      signal.addEventListener('abort', () => cancelled.push(name));
      return new Promise((resolve) => gates.set(name, () => resolve({})));
    },
    count(input, { progress }) {
      const { to } = conformance.methods.count.input.parse(input);
      for (let at = 1; at <= to; at += 1) progress({ at });
      return { counted: to };
    },
    pieces(input, { progress }) {
      const { of } = conformance.methods.pieces.input.parse(input);
      for (let piece = 0; piece < of; piece += 1) progress({ piece });
      return { pieces: of };
    },
    text: (input) => ({ text: 'ä'.repeat(conformance.methods.text.input.parse(input).length) }),
    length: (input) => ({ length: conformance.methods.length.input.parse(input).text.length }),
    ring(input) {
      const { from, to } = conformance.methods.ring.input.parse(input);
      for (let ring = from; ring <= to; ring += 1) for (const bell of bells) bell(ring);
      return {};
    },
    state: () => ({ waiting: [...gates.keys()], cancelled: [...cancelled], listening: bells.size }),
  };

  const events: Record<keyof typeof conformance.events, AnySource> = {
    bell(_input, emit) {
      const bell = (ring: number) => emit({ ring });
      bells.add(bell);
      return () => {
        bells.delete(bell);
        // What is told after the end reaches nobody.
        emit({ ring: -1 });
      };
    },
    burst(input, emit) {
      const { count } = conformance.events.burst.input.parse(input);
      for (let at = 1; at <= count; at += 1) emit({ at });
      return () => {};
    },
    refusing() {
      throw new DomainError('not-available', 'there is nothing to listen to', { hint: 'listen elsewhere' });
    },
    breaking(_input, emit) {
      queueMicrotask(() => emit({ at: 'nowhere' }));
      return () => {};
    },
  };

  return {
    hash: 'conformance-1',
    features: { conformance },
    handlers: { conformance: { methods, events } },
  };
}
