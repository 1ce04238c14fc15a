import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { connectHttp, labEntry, labTransports, startLab } from '../support/lab-client.ts';

/** A tool whose answer is small and has pages. */
const tool = 'storage_list_nodes';
const fault = (settings: string) => ['--frozen', '--fault', settings];

describe.each(labTransports)('faults over %s', (transport) => {
  test('slow: the answer comes later, with progress on the way', async () => {
    await using lab = await startLab(transport, fault(`slow:latencyMs=200,tools=${tool}`));
    const progress: number[] = [];
    const started = performance.now();
    await lab.client.callTool({ name: tool, arguments: {} }, undefined, {
      onprogress: ({ progress: done }) => progress.push(done),
    });
    expect(performance.now() - started).toBeGreaterThanOrEqual(195);
    // The last one may arrive together with the answer, after which a client no longer listens.
    expect(progress.slice(0, 3)).toEqual([1, 2, 3]);
  });

  test('hang: no answer until the caller gives up', async () => {
    await using lab = await startLab(transport, fault(`hang:tools=${tool}`));
    await expect(
      lab.client.callTool({ name: tool, arguments: {} }, undefined, { timeout: 200 }),
    ).rejects.toThrow(/timed out/i);
    expect(await lab.data('lab_status')).toMatchObject({ faults: [{ name: 'hang' }] });
  });

  test('error and rpc-error: the call fails in its two ways', async () => {
    await using lab = await startLab(transport, fault('error:tools=storage_list_nodes'));
    expect(await lab.call(tool)).toMatchObject({ isError: true });
    await lab.call('lab_fault', { name: 'rpc-error', tools: 'storage_*' });
    await expect(lab.call(tool)).rejects.toThrow(/injected fault/);
  });

  test('malformed: well-formed answers with values of the wrong type', async () => {
    await using lab = await startLab(transport, ['--frozen']);
    const good = await lab.data('storage_list_disks');
    await lab.call('lab_fault', { name: 'malformed' });
    const bad = await lab.data('storage_list_disks');
    expect(bad).not.toEqual(good);
    // The damage is in the answer, not in the world.
    await lab.call('lab_fault', { name: 'malformed', on: false });
    expect(await lab.data('storage_list_disks')).toEqual(good);
  });

  test('wrong-shape: what comes is no tool result', async () => {
    await using lab = await startLab(transport, fault(`wrong-shape:tools=${tool},times=1`));
    await expect(lab.call(tool)).rejects.toThrow(Error);
    expect(await lab.data(tool)).toHaveProperty('records');
  });

  test('garbage: a client that skips what is no message still gets its answer', async () => {
    await using lab = await startLab(transport, fault(`garbage:tools=${tool}`));
    expect(await lab.data(tool)).toHaveProperty('records');
  });

  test('truncated: the answer never completes', async () => {
    await using lab = await startLab(transport, fault(`truncated:tools=${tool},times=1`));
    await expect(
      lab.client.callTool({ name: tool, arguments: {} }, undefined, { timeout: 500 }),
    ).rejects.toThrow(Error);
  });

  test('paging-repeat and paging-endless: pages that never end', async () => {
    await using lab = await startLab(transport, fault('paging-repeat:tools=storage_list_disks'));
    const page = async (cursor?: string) =>
      (await lab.data('storage_list_disks', { max_records: 5, ...(cursor !== undefined && { cursor }) })) as {
        records: { uid: string }[];
        _links: { next?: { cursor: string } };
      };
    const first = await page();
    const cursor = first._links.next?.cursor;
    expect((await page(cursor)).records).toEqual(first.records);
    await lab.call('lab_fault', { name: 'paging-repeat', on: false });
    expect((await page(cursor)).records).not.toEqual(first.records);

    await lab.call('lab_fault', { name: 'paging-endless', tools: 'storage_list_clusters' });
    const cursors = new Set<string>();
    let next: string | undefined;
    for (let i = 0; i < 5; i++) {
      const answer = await lab.data('storage_list_clusters', next === undefined ? {} : { cursor: next });
      next = (answer as { _links: { next: { cursor: string } } })._links.next.cursor;
      cursors.add(next);
    }
    expect(cursors.size).toBe(5);
    await lab.call('lab_fault', { name: 'all', on: false });
    expect(await lab.data('storage_list_clusters', { cursor: next })).toMatchObject({ _links: {} });
  });

  test('flood: more than anybody asked for', async () => {
    await using lab = await startLab(transport, fault(`flood:floodBytes=2000000,tools=${tool}`));
    expect(JSON.stringify(await lab.call(tool)).length).toBeGreaterThan(2_000_000);
  });

  test('tools-changed: the list says something else than before, and clients are told', async () => {
    await using lab = await startLab(transport, ['--frozen']);
    const description = async () =>
      (await lab.client.listTools()).tools.find(({ name }) => name === tool)?.description;
    const before = await description();
    await lab.call('lab_fault', { name: 'tools-changed', tools: tool });
    expect(await description()).toBe(`${before} Now does more than it did.`);
  });

  test.each([
    ['lies', false, 'nothing'],
    ['acts-but-fails', true, 'all'],
    ['partial', false, 'half'],
  ] as const)(
    '%s: what it says (failed: %s) and what it did (%s) are two things',
    async (name, failed, did) => {
      await using lab = await startLab(transport, ['--frozen', '--domains', 'storage']);
      const first = async () => {
        const { records } = (await lab.data('storage_list_volumes', { max_records: 1 })) as {
          records: { name: string; size: number; cluster: { name: string } }[];
        };
        const [volume] = records;
        if (!volume) throw new Error('the lab has no volumes');
        return volume;
      };
      const before = await first();
      await lab.call('lab_fault', { name, tools: 'storage_*' });
      const grown = await lab.call('storage_grow_volume', {
        cluster: before.cluster.name,
        volume: before.name,
        new_size: before.size + 8_192,
      });
      expect(grown.isError ?? false).toBe(failed);
      // Reading is not touched.
      expect((await first()).size - before.size).toBe({ nothing: 0, half: 4_096, all: 8_192 }[did]);
    },
  );

  test('apply to the tools named, as often as said, from the call on that was said', async () => {
    await using lab = await startLab(transport, fault('error:tools=storage_*,after=1,times=2'));
    const outcomes: boolean[] = [];
    for (let i = 0; i < 5; i++) outcomes.push((await lab.call(tool)).isError ?? false);
    expect(outcomes).toEqual([false, true, true, false, false]);
    expect(await lab.call('lab_fault', { name: 'slow', probability: 7 })).toMatchObject({ isError: true });
  });
});

describe('disconnect', () => {
  test('over stdio the process ends in mid-call', async () => {
    await using lab = await startLab('stdio', fault(`disconnect:tools=${tool}`));
    await expect(lab.call(tool)).rejects.toThrow(/closed/i);
    await expect(lab.call('lab_status')).rejects.toThrow(/not connected/i);
  });

  test.each([
    ['before', false],
    ['after', true],
  ])('phase=%s: over HTTP the connection ends, and the change was made: %s', async (phase, done) => {
    await using lab = await startLab('http', fault(`disconnect:tools=storage_grow_volume,phase=${phase}`));
    const volumes = (await lab.data('storage_list_volumes', { max_records: 1 })) as {
      records: { name: string; size: number; cluster: { name: string } }[];
    };
    const [volume] = volumes.records;
    if (!volume) throw new Error('the lab has no volumes');
    const args = { cluster: volume.cluster.name, volume: volume.name, new_size: volume.size + 4_096 };
    await expect(
      lab.client.callTool({ name: 'storage_grow_volume', arguments: args }, undefined, { timeout: 1_000 }),
    ).rejects.toThrow(Error);
    const again = await connectHttp(lab.url ?? '');
    const after = await again.callTool({
      name: 'storage_list_volumes',
      arguments: { cluster: args.cluster, volume: args.volume },
    });
    await again.close();
    expect(after.structuredContent).toMatchObject({
      records: [{ size: done ? args.new_size : volume.size }],
    });
  });
});

test('what a truncated answer looks like on the wire', async () => {
  const child = spawn(process.execPath, [labEntry, ...fault('truncated:tools=lab_status')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const lines: string[] = [];
  let text = '';
  const arrived = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      lines.splice(0, lines.length, ...text.split('\n').slice(0, -1));
      if (lines.length === 2) resolve();
    });
  });
  send({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
  });
  send({ method: 'notifications/initialized' });
  send({ id: 2, method: 'tools/call', params: { name: 'lab_status', arguments: {} } });
  await arrived;
  child.stdin.end();
  expect(() => JSON.parse(lines[0] ?? '') as unknown).not.toThrow();
  expect(lines[1]).toContain('"result"');
  expect(() => JSON.parse(lines[1] ?? '') as unknown).toThrow(SyntaxError);
});
