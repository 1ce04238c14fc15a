import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const demoResult = z.object({
  entities: z.number(),
  documents: z.number(),
  findings: z.object({ critical: z.number(), warning: z.number(), info: z.number() }),
  places: z.object({ html: z.string(), markdown: z.string() }),
  collected: z.object({
    runs: z.array(
      z.object({
        domain: z.string(),
        outcome: z.string(),
        counts: z.object({ seen: z.number(), rejected: z.number() }),
      }),
    ),
  }),
  generated: z.object({
    counts: z.object({ created: z.number(), failed: z.number(), unchanged: z.number() }),
  }),
});
const failure = z.object({
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
});
const page = z.object({
  total: z.number(),
  items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
});

describe('the command line', () => {
  const home = temporaryFolder();
  const run = (...args: string[]) => runCli(['--data-dir', home.path, ...args]);
  let demo: z.output<typeof demoResult>;

  beforeAll(async () => {
    const result = await run('demo', '--json');
    if (result.code !== 0 || result.stderr !== '')
      throw new Error(`demo ended with ${result.code}: ${result.stderr}`);
    demo = demoResult.parse(result.json());
  });
  afterAll(() => home[Symbol.dispose]());

  it('demo collects all four domains without a rejected record, and documents them', () => {
    expect(
      demo.collected.runs.map(({ domain, outcome, counts }) => ({
        domain,
        outcome,
        rejected: counts.rejected,
      })),
    ).toEqual(
      ['kubernetes', 'network', 'storage', 'vmware'].map((domain) => ({
        domain,
        outcome: 'succeeded',
        rejected: 0,
      })),
    );
    expect(demo.generated.counts).toMatchObject({ created: demo.documents, failed: 0 });
    expect(readFileSync(demo.places.html, 'utf8')).toContain('<!doctype html>');
    expect(existsSync(join(demo.places.markdown, 'virtualization.md'))).toBe(true);
  });

  it('lists the lab as it is: 80 VMs, 8 hosts, 3 arrays, 24 devices of the network', async () => {
    for (const [filter, total] of [
      ['kind:vm', 80],
      ['kind:host', 8],
      ['kind:array', 3],
      ['kind:switch,router,firewall', 24],
      ['kind:k8s-cluster', 2],
    ] as const) {
      const listed = page.parse((await run('inventory', 'list', filter, '--json')).json());
      expect(listed.total).toBe(total);
    }
  });

  it('shows an entity by its name, with relations both ways and history', async () => {
    const [host] = page.parse(
      (await run('inventory', 'list', 'kind:host', '--limit', '1', '--json')).json(),
    ).items;
    const shown = z
      .object({
        relations: z.array(z.object({ relation: z.string() })),
        timeline: z.array(z.object({ type: z.string() })),
      })
      .parse((await run('inventory', 'show', host?.name ?? '', '--json')).json());
    expect(shown.relations.map(({ relation }) => relation)).toEqual(
      expect.arrayContaining(['member-of', 'runs', 'connected-to']),
    );
    expect(shown.timeline.at(-1)?.type).toBe('first-seen');
  });

  it('tells what an unknown name, a wrong option and a wrong filter are by its exit code and in JSON', async () => {
    const missing = await run('inventory', 'show', 'no-such-thing', '--json');
    expect(missing.code).toBe(4);
    expect(failure.parse(missing.json()).error.code).toBe('entity-not-found');
    expect((await run('inventory', 'list', '--limit', 'many')).code).toBe(2);
    const filter = await run('inventory', 'list', 'kind:nonsense');
    expect(filter.code).toBe(2);
    expect(filter.stderr).toContain('nonsense');
    expect((await run('no-such-command')).code).toBe(2);
  });

  it('says what a filter can name instead of listing nothing', async () => {
    const field = await run('inventory', 'list', 'kind:vm', 'state:off');
    expect(field.code).toBe(2);
    expect(field.stderr).toContain('no VM has a field "state"');
    expect(field.stderr).toContain('powerState');
    const value = await run('inventory', 'list', 'kind:vm', 'powerState:poweredOff');
    expect(value.code).toBe(0);
    expect(value.stdout).toContain('powerState is off, on');
    for (const filter of ['label.team:payments', 'host:esx-a01', 'nics.mac:*', 'attributes.vcpus>1', 'key:*'])
      expect((await run('inventory', 'list', filter, '--limit', '1')).code).toBe(0);
  });

  it('shows a version of a document, and its own where no command is named', async () => {
    expect((await run('docs', 'show', 'network', '--version', '1')).stdout).toContain('Version 1 of');
    expect((await run('docs', 'show', 'network', '--version', '999')).code).toBe(4);
    expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('tells wrong usage in JSON too', async () => {
    for (const args of [['no-such-command'], ['docs', 'show'], ['docs', 'list', '--nonsense']]) {
      const wrong = await run(...args, '--json');
      expect(wrong.code).toBe(2);
      expect(failure.parse(wrong.json()).error.code).toBe('usage');
    }
  });

  it('refuses a document without sections, a server without an address and a header without a colon', async () => {
    expect((await run('list-sections', 'no-such-document')).code).toBe(4);
    const server = await run('mcp', 'add', 'one', '--url', 'not-an-address');
    expect(server.code).toBe(2);
    expect(server.stderr).toContain('one.url: expected an absolute URL');
    const header = ['--header', 'Authorization=Bearer ${env:TOKEN}'];
    expect((await run('mcp', 'add', 'two', '--url', 'https://mcp.example.org', ...header)).code).toBe(2);
  });

  it('doctor names an address that is none, and thresholds of no rule', async () => {
    using other = temporaryFolder();
    writeFileSync(join(other.path, 'config.yaml'), 'findings: { VS11: { warnPercent: 70 } }\n');
    const checked = await runCli(['--data-dir', other.path, 'doctor'], { env: { LLM_BASE_URL: 'nonsense' } });
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain('findings.VS11.warnPercent: expected one of');
    expect(checked.stdout).toContain('got "nonsense"');
    const set = ['config', 'set', 'findings.VS11', '{ critPercent: 95 }'];
    expect((await runCli(['--data-dir', other.path, ...set])).stderr).toContain('findings.VS11.critPercent');
  });

  it('keeps a note through a forced regeneration', async () => {
    const added = await run(
      'docs',
      'note',
      'virtualization',
      '--section',
      'hosts',
      '--text',
      'replace in **March**',
      '--author',
      'Kim',
    );
    expect(added.stderr).toBe('');
    expect(added.code).toBe(0);
    expect((await run('generate', '--force')).code).toBe(0);
    const shown = await run('docs', 'show', 'virtualization');
    expect(shown.stdout).toContain('replace in **March**');
    expect(shown.stdout).toContain('Kim');
  });

  it('writes nothing when nothing changed', async () => {
    const again = z.object({
      counts: z.object({ created: z.number(), versioned: z.number(), failed: z.number() }),
    });
    await run('generate');
    const report = again.parse((await run('generate', '--json')).json());
    expect(report.counts).toMatchObject({ created: 0, versioned: 0, failed: 0 });
  });

  it('prints one JSON document for every command that has a result', async () => {
    for (const args of [
      ['stats'],
      ['docs', 'list'],
      ['jobs', 'list'],
      ['jobs', 'history'],
      ['list-sections'],
      ['mcp', 'list'],
      ['config', 'show'],
      ['config', 'path'],
      ['inventory', 'changes'],
      ['docs', 'diff', 'virtualization', '--from', '1'],
    ]) {
      const result = await run(...args, '--json');
      expect({ args, code: result.code, stderr: result.stderr }).toEqual({ args, code: 0, stderr: '' });
      expect(() => result.json()).not.toThrow();
    }
  });

  it('has help with examples, and completion for bash', async () => {
    const help = await run('inventory', '--help');
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('Examples:');
    expect((await run('completion', 'bash')).stdout).toContain('datacenter-docs');
    const typed = `eval "$(cat)"; datacenter-docs() { "$NODE" bin/datacenter-docs.mjs "$@"; }; compopt() { :; }
      COMP_WORDS=(datacenter-docs docs ex) COMP_CWORD=2; __datacenter_docs_complete; echo "$COMPREPLY"`;
    const script = (await run('completion', 'bash')).stdout;
    const env = { ...process.env, NODE: process.execPath };
    const completed = spawnSync('bash', ['--norc', '-c', typed], { input: script, env, encoding: 'utf8' });
    expect(completed).toMatchObject({ stdout: 'export\n', stderr: '' });
    expect((await run('complete', '--', 'inv')).stdout).toContain('inventory');
  });
});

describe('a collection that is killed', () => {
  it('leaves a store that opens, a run that says so, and an inventory that the next one completes', async () => {
    using home = temporaryFolder();
    expect((await runCli(['--data-dir', home.path, 'demo', '--json'])).code).toBe(0);
    for (const killAfterMs of [500, 700, 900]) {
      await runCli(['--data-dir', home.path, 'collect'], { killAfterMs });
      expect((await runCli(['--data-dir', home.path, 'stats', '--json'])).code).toBe(0);
    }
    const after = await runCli(['--data-dir', home.path, 'collect', '--json']);
    expect(after.code).toBe(0);
    const listed = page.parse(
      (await runCli(['--data-dir', home.path, 'inventory', 'list', 'kind:vm', '--json'])).json(),
    );
    expect(listed.total).toBe(80);
  });
});
