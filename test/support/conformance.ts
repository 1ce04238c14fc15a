import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDispatcher, type Dispatcher } from '../../src/main/api/dispatcher.ts';
import type { App } from '../../src/main/app.ts';
import { createOwner } from '../../src/main/owner.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { instant } from '../../src/shared/model/ids.ts';
import { ContractError } from '../../src/shared/contract/contract-error.ts';
import type { ContractFailure } from '../../src/shared/contract/errors.ts';
import type { ContractPort } from '../../src/shared/contract/port.ts';
import { createConformanceContract } from './conformance-contract.ts';

/** One way to a dispatcher. */
export interface ConformanceTransport {
  /** A port of a client that was built with that contract. */
  open(contract: string): ContractPort;
  /** The application ends. Absent where client and application live and end together. */
  end?(): Promise<void>;
  close(): Promise<void>;
}

/** What every transport does alike. `connect` makes a way to the dispatcher that it is given. */
export function describeConformance(
  name: string,
  connect: (dispatcher: Dispatcher) => Promise<ConformanceTransport>,
): void {
  describe(`${name} carries the contract`, () => {
    let transport: ConformanceTransport;
    let port: ContractPort;
    let hash: string;

    beforeEach(async () => {
      const served = createConformanceContract();
      ({ hash } = served);
      const dispatcher = createDispatcher({
        // Of the application the dispatcher itself needs the time alone.
        app: { clock: systemClock, owner: createOwner('somebody', () => ({})) } as App,
        host: { kind: 'server', startedAt: instant(0) },
        random: systemRandom,
        logger: silentLogger,
        checkOutputs: true,
        served,
      });
      transport = await connect(dispatcher);
      port = transport.open(hash);
    });

    afterEach(async () => {
      port.close();
      await transport.close();
    });

    const call = (method: string, input: unknown = {}, options: Parameters<ContractPort['call']>[2] = {}) =>
      port.call(`conformance.${method}`, input, options);
    const state = async () =>
      (await call('state')) as { waiting: string[]; cancelled: string[]; listening: number };

    /** What a call is refused with. */
    async function failure(pending: Promise<unknown>): Promise<ContractError> {
      try {
        await pending;
      } catch (error) {
        if (error instanceof ContractError) return error;
        throw error;
      }
      throw new Error('expected a failure, and there was an answer');
    }

    function listen(event: string, input: unknown = {}) {
      const payloads: unknown[] = [];
      let missed = 0;
      const ended: (ContractFailure | undefined)[] = [];
      const stop = port.subscribe(
        event,
        input,
        (payload, gap) => {
          payloads.push(payload);
          missed += gap;
        },
        (error) => ended.push(error),
      );
      return {
        payloads,
        ended,
        stop,
        get missed() {
          return missed;
        },
      };
    }

    test('says what it is connected to', async () => {
      await call('state');
      expect(port.status).toMatchObject({ is: 'open', contract: hash });
    });

    test('a client of another contract is refused and told why', async () => {
      const other = transport.open('another');
      const error = await failure(other.call('conformance.state', {}));
      expect(error).toMatchObject({ code: 'unknown-method', hint: expect.stringContaining('Reload') });
      expect(other.status).toMatchObject({ is: 'refused', error: { code: 'unknown-method' } });
      other.close();
    });

    test('carries an answer, and fills in what the input leaves out', async () => {
      expect(await call('add', { terms: [{ value: 1 }, { value: 2 }] })).toEqual({ sum: 103 });
    });

    test.each([
      ['null', null],
      ['numbers', [0, -1.5, 1e308, 5e-324, Number.MAX_SAFE_INTEGER]],
      ['text of every script', 'Müller 测试 עברית 🜁👩‍👩‍👧 \u0000\u2028\u2029\uFEFF "\\/'],
      ['half a character', '\uD800'],
      ['empty things', { '': {}, ' ': [], a: '' }],
      [
        'names of prototypes',
        JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":{}},"toString":1}'),
      ],
      ['depth', JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`)],
    ])('carries %s unchanged', async (_, value) => {
      const { value: answer } = (await call('echo', { value })) as { value: unknown };
      expect(JSON.stringify(answer)).toBe(JSON.stringify(value));
      expect(({} as { x?: unknown }).x).toBeUndefined();
    });

    test('names each fault of an input by its path', async () => {
      const error = await failure(
        call('add', { terms: [{ value: 1 }, { value: 'two' }], start: null, more: 1 }),
      );
      expect(error.code).toBe('invalid-input');
      expect(error.details.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['terms.1.value', 'start', '']),
      );
      expect(error.message).toContain('terms.1.value');
    });

    test('an input that is not even an object is a fault of the input', async () => {
      for (const input of ['text', 7, [1], true]) {
        expect(await failure(call('add', input))).toMatchObject({ code: 'invalid-input' });
      }
    });

    test('an input that is no JSON is refused where it is asked', async () => {
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      expect(await failure(call('echo', { value: circle }))).toMatchObject({ code: 'invalid-input' });
      expect(await call('echo', { value: 1 })).toEqual({ value: 1 });
    });

    test.each([
      'conformance.none',
      'none.none',
      'conformance',
      '',
      'conformance.add.more',
      'conformance.constructor',
      'conformance.__proto__',
      'constructor.constructor',
      '__proto__.toString',
      'toString.call',
    ])('there is no method "%s"', async (method) => {
      expect(await failure(port.call(method, {}))).toMatchObject({ code: 'unknown-method' });
    });

    test('carries code, message and hint of what a handler refuses', async () => {
      const refusal = { code: 'full', message: 'the datastore is full', hint: 'grow it' };
      expect(await failure(call('refuse', refusal))).toMatchObject(refusal);
      expect(await failure(call('refuse', { code: 'full', message: 'm' }))).toMatchObject({
        hint: undefined,
      });
    });

    test('a fault of ours tells a reference and no secret', async () => {
      const error = await failure(call('crash'));
      expect(error.code).toBe('internal');
      expect(error.message).toMatch(/reference [a-z2-7]{8}/);
      expect(`${error.message}${error.hint ?? ''}${error.stack ?? ''}`).not.toContain('hunter2');
    });

    test.each(['type', 'bigint', 'undefined', 'date'])(
      'an output that breaks the contract (%s) is a fault of ours',
      async (how) => {
        expect(await failure(call('breakPromise', { how }))).toMatchObject({ code: 'internal' });
      },
    );

    test('a call that is taken back ends at the handler too', async () => {
      const abort = new AbortController();
      const pending = failure(call('wait', { name: 'a' }, { signal: abort.signal }));
      await expect.poll(async () => (await state()).waiting).toEqual(['a']);
      abort.abort();
      expect(await pending).toMatchObject({ code: 'cancelled' });
      await expect.poll(async () => (await state()).cancelled).toEqual(['a']);
    });

    test('a handler that does not listen to its signal does not hold up who took the question back', async () => {
      const abort = new AbortController();
      const pending = failure(call('hang', { name: 'deaf' }, { signal: abort.signal }));
      await expect.poll(async () => (await state()).waiting).toEqual(['deaf']);
      abort.abort();
      expect(await pending).toMatchObject({ code: 'cancelled' });
      await call('release', { name: 'deaf' });
    });

    test('a call that was taken back before it was made is not made', async () => {
      const error = await failure(call('wait', { name: 'never' }, { signal: AbortSignal.abort() }));
      expect(error.code).toBe('cancelled');
      expect(await state()).toMatchObject({ waiting: [], cancelled: [] });
    });

    test('taking an answered call back changes nothing', async () => {
      const abort = new AbortController();
      await call('echo', { value: 1 }, { signal: abort.signal });
      abort.abort();
      expect(await call('echo', { value: 2 })).toEqual({ value: 2 });
    });

    test('progress comes in order, and the last of it before the answer', async () => {
      const seen: number[] = [];
      const answer = call('count', { to: 500 }, { onProgress: (p) => seen.push((p as { at: number }).at) });
      expect(await answer).toEqual({ counted: 500 });
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(seen[0]).toBe(1);
      expect(seen.at(-1)).toBe(500);
      // Nobody reads hundreds a second.
      expect(seen.length).toBeLessThan(50);
    });

    test('an answer in pieces comes whole', async () => {
      const seen: number[] = [];
      await call('pieces', { of: 300 }, { onProgress: (p) => seen.push((p as { piece: number }).piece) });
      expect(seen).toEqual(Array.from({ length: 300 }, (_, piece) => piece));
    });

    test('calls do not wait for each other', async () => {
      const first = call('wait', { name: 'first' });
      const second = call('wait', { name: 'second' });
      await expect.poll(async () => (await state()).waiting).toEqual(['first', 'second']);
      await call('release', { name: 'second' });
      expect(await second).toEqual({ name: 'second' });
      await call('release', { name: 'first' });
      expect(await first).toEqual({ name: 'first' });
    });

    test('a hundred answers reach who asked for them', async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, value) => call('echo', { value })));
      expect(answers).toEqual(Array.from({ length: 100 }, (_, value) => ({ value })));
    });

    test('more calls at once than one client may have are refused, and the others go on', async () => {
      const abort = new AbortController();
      const pending = Array.from({ length: 200 }, (_, i) =>
        failure(call('wait', { name: `w${i}` }, { signal: abort.signal })),
      );
      expect(await failure(call('wait', { name: 'too many' }))).toMatchObject({ code: 'too-many-requests' });
      abort.abort();
      expect(await Promise.all(pending)).toHaveLength(200);
      await expect.poll(async () => (await state()).cancelled.length).toBe(200);
    });

    test('carries five megabytes either way', async () => {
      const length = 2_500_000;
      const { text } = (await call('text', { length })) as { text: string };
      expect(text).toHaveLength(length);
      expect(await call('length', { text })).toEqual({ length });
    });

    test('events reach every subscriber until it has had enough', async () => {
      const one = listen('conformance.bell');
      const two = listen('conformance.bell');
      await expect.poll(async () => (await state()).listening).toBe(2);
      await call('ring', { from: 1, to: 2 });
      await expect.poll(() => one.payloads.length + two.payloads.length).toBe(4);
      one.stop();
      one.stop();
      await expect.poll(async () => (await state()).listening).toBe(1);
      await call('ring', { from: 3, to: 3 });
      await expect.poll(() => two.payloads).toEqual([{ ring: 1 }, { ring: 2 }, { ring: 3 }]);
      expect(one.payloads).toEqual([{ ring: 1 }, { ring: 2 }]);
      expect([one.missed, two.missed]).toEqual([0, 0]);
    });

    test('a subscription that does not fit is ended with the reason', async () => {
      const cases = [
        [listen('conformance.none'), { code: 'unknown-method' }],
        [listen('conformance.constructor'), { code: 'unknown-method' }],
        [
          listen('conformance.burst', { count: 'x' }),
          { code: 'invalid-input', details: [{ path: 'count' }] },
        ],
        [listen('conformance.refusing'), { code: 'not-available', hint: 'listen elsewhere' }],
        [listen('conformance.breaking'), { code: 'internal' }],
      ] as const;
      for (const [subscription, error] of cases) {
        await expect.poll(() => subscription.ended).toEqual([expect.objectContaining({ code: error.code })]);
        expect(subscription.ended[0]).toMatchObject(error);
        expect(subscription.payloads).toEqual([]);
      }
    });

    test('who does not keep up misses the oldest, and is told how many', async () => {
      const burst = listen('conformance.burst', { count: 1_000 });
      await expect.poll(() => burst.payloads.at(-1)).toEqual({ at: 1_000 });
      expect(burst.payloads.length).toBeLessThan(1_000);
      expect(burst.payloads.length + burst.missed).toBe(1_000);
      const order = burst.payloads.map((payload) => (payload as { at: number }).at);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    });

    test('many events to who keeps up are all delivered', async () => {
      const bell = listen('conformance.bell');
      await expect.poll(async () => (await state()).listening).toBe(1);
      for (let from = 1; from <= 451; from += 50) {
        await call('ring', { from, to: from + 49 });
        await expect.poll(() => bell.payloads.length).toBe(from + 49);
      }
      expect(bell.missed).toBe(0);
    });

    test('closing ends what is under way, on both sides', async () => {
      const other = transport.open(hash);
      const pending = failure(other.call('conformance.wait', { name: 'closed' }));
      const ended: unknown[] = [];
      other.subscribe(
        'conformance.bell',
        {},
        () => {},
        (error) => ended.push(error),
      );
      await expect.poll(async () => (await state()).listening).toBe(1);
      other.close();
      expect(await pending).toMatchObject({ code: 'disconnected' });
      expect(ended).toEqual([expect.objectContaining({ code: 'disconnected' })]);
      await expect.poll(state).toEqual({ waiting: [], cancelled: ['closed'], listening: 0 });
      expect(await failure(other.call('conformance.state', {}))).toMatchObject({ code: 'disconnected' });
    });

    test('when the application ends, its clients are told', async (context) => {
      if (!transport.end) return context.skip();
      const bell = listen('conformance.bell');
      const pending = failure(call('hang', { name: 'cut off' }));
      await expect.poll(async () => (await state()).waiting).toEqual(['cut off']);
      await transport.end();
      expect(await pending).toMatchObject({ code: 'disconnected' });
      await expect.poll(() => port.status.is).not.toBe('open');
      // It goes on when the application is back.
      expect(bell.ended).toEqual([]);
    });
  });
}
