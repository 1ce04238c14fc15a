import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { firstPageArguments, malform, namesAnotherPage, withoutEndlessToken } from './damage.ts';
import type { LabTool } from './domain.ts';
import { createFaultPlan, parseFault } from './faults.ts';
import { createLabRandom } from './random.ts';

const random = () => createLabRandom('seed', 'faults');
const strikes = (settings: string, tools: readonly string[]) => {
  const plan = createFaultPlan(random(), [parseFault(settings)]);
  return tools.map((tool) => plan.strike(tool).size > 0);
};

describe('which calls a fault hits', () => {
  test('those whose name matches, and never the tool that lifts it', () => {
    expect(strikes('error', ['a_list', 'lab_fault', 'lab_status'])).toEqual([true, false, false]);
    expect(strikes('error:tools=a_*', ['a_list', 'b_list', 'x_a_list'])).toEqual([true, false, false]);
    expect(strikes('error:tools=a.b', ['a.b', 'axb'])).toEqual([true, false]);
    expect(strikes('error:tools=lab_status', ['lab_status', 'a'])).toEqual([true, false]);
  });

  test('after so many, at most so often', () => {
    expect(strikes('error:after=2,times=1', ['a', 'a', 'a', 'a'])).toEqual([false, false, true, false]);
  });

  test('by its probability, the same for the same seed', () => {
    const calls = Array.from({ length: 400 }, () => 'a');
    const hits = strikes('error:probability=0.25', calls);
    expect(hits).toEqual(strikes('error:probability=0.25', calls));
    const share = hits.filter(Boolean).length / hits.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.35);
  });
});

describe('a plan', () => {
  test('replaces a fault of the same name and tools, and lifts by name or all', () => {
    const plan = createFaultPlan(random());
    plan.add(parseFault('slow:latencyMs=1'));
    plan.add(parseFault('slow:latencyMs=2'));
    plan.add(parseFault('slow:latencyMs=3,tools=a'));
    plan.add(parseFault('error'));
    expect(plan.active.map(({ name, latencyMs }) => [name, latencyMs])).toEqual([
      ['slow', 2],
      ['slow', 3],
      ['error', 1000],
    ]);
    plan.clear('slow');
    expect(plan.active.map(({ name }) => name)).toEqual(['error']);
    plan.clear();
    expect(plan.active).toEqual([]);
  });

  test('tells when tools change', () => {
    let told = 0;
    const plan = createFaultPlan(random());
    plan.onToolsChanged(() => {
      told += 1;
    });
    plan.add(parseFault('slow'));
    plan.add(parseFault('tools-changed:tools=a'));
    expect([told, plan.describes('a'), plan.describes('b')]).toEqual([1, true, false]);
    plan.clear('tools-changed');
    expect([told, plan.describes('a')]).toEqual([2, false]);
  });
});

describe('damage', () => {
  const tool = (paging?: LabTool['paging']): LabTool => ({
    name: 't',
    title: 't',
    description: 't',
    input: z.object({ filter: z.string(), continue: z.string().optional() }),
    readOnly: true,
    ...(paging && { paging }),
    run: () => ({}),
  });

  test('of values changes some records, and nothing that it was given', () => {
    const good = {
      records: Array.from({ length: 50 }, (_, i) => ({ id: i, name: `n${i}`, up: true, in: {} })),
    };
    const before = structuredClone(good);
    const bad = malform(good, random()) as typeof good;
    expect(good).toEqual(before);
    const changed = bad.records.filter(
      (record, i) => JSON.stringify(record) !== JSON.stringify(good.records[i]),
    );
    expect(changed.length).toBeGreaterThan(5);
    expect(changed.length).toBeLessThan(50);
    expect(malform({ one: 1 }, random())).not.toEqual({ one: 1 });
  });

  test('of paging knows the page’s argument and where the next one is named', () => {
    const declared = tool({ argument: 'continue', next: 'metadata.continue' });
    expect(firstPageArguments(declared, { filter: 'f', continue: 'x' })).toEqual({ filter: 'f' });
    expect(namesAnotherPage(declared, { items: [], metadata: { total: 1 } }, 3)).toEqual({
      items: [],
      metadata: { total: 1, continue: 'lab-endless-3' },
    });
    expect(withoutEndlessToken(declared, { continue: 'lab-endless-3' })).toEqual({});
    expect(withoutEndlessToken(declared, { continue: 'real' })).toEqual({ continue: 'real' });
    expect(firstPageArguments(tool(), { continue: 'x' })).toEqual({});
  });
});
