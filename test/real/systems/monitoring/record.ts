import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recording, type RecordedCall, type Recording } from '../../../support/recorded-session.ts';
import { spawnSession } from '../../../support/mcp-session.ts';
import { startMonitoring } from '../../../support/real-monitoring.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** `node test/real/systems/monitoring/record.ts`: records anew what both servers answer, for the specs of monitoring. */
const bin = join(import.meta.dirname, '../../node_modules/.bin');
const fixtures = join(import.meta.dirname, '../../../../src/main/monitoring/fixtures');

using folder = temporaryFolder();
await using monitoring = await startMonitoring(folder.path, 'vm-web-01');
const prometheus = await spawnSession(join(bin, 'prometheus-mcp'), ['stdio'], {
  env: { PROMETHEUS_URL: monitoring.prometheus },
});
// It has no first line that says what runs it.
const alertmanager = await spawnSession(process.execPath, [join(bin, 'alertmanager-mcp')], {
  env: { ALERTMANAGER_URL: monitoring.alertmanager },
});
const metrics: RecordedCall[] = [];
const alerts: RecordedCall[] = [];
const ask = recording(prometheus, metrics);
const watch = recording(alertmanager, alerts);

for (const query of [
  'up',
  'up{instance=~"vm-web-01(:[0-9]+)?"}',
  'count(up)',
  'scalar(count(up))',
  'up{instance="nobody"}',
  '0 / up{instance="vm-web-01:9100"} * 0 / 0',
  'up{',
])
  await ask.callTool('prometheus_query', { query });
const all = { silenced: true, inhibited: true, active: true };
await watch.callTool('get-alerts', all);
const quiet = alerts.splice(0);
await monitoring.setExporter(false);
await sleep(6_000);
await watch.callTool('get-alerts', all);
const matchers = [{ name: 'instance', value: 'vm-web-01(:[0-9]+)?', isRegex: true }];
const silence = {
  matchers,
  startsAt: new Date().toISOString(),
  endsAt: new Date(Date.now() + 600_000).toISOString(),
  createdBy: 'eve',
  comment: 'firmware',
};
const created = await watch.callTool('create-silence', silence);
const silenceId = /ID: (\S+)/.exec(created.text)?.[1] ?? '';
await sleep(2_000);
await watch.callTool('get-silences', {});
const before = alerts.splice(0);
await watch.callTool('get-alerts', all);
await watch.callTool('delete-silence', { silenceId });
await watch.callTool('get-silences', {});
await watch.callTool('get-silences', { filter: 'no matcher' });
const after = alerts.splice(0);

await mkdir(fixtures, { recursive: true });
const keep = async (name: string, recorded: Recording) =>
  writeFile(join(fixtures, `${name}.json`), `${JSON.stringify(recorded, undefined, 2)}\n`);
const of = (what: string) => `${monitoring.version} behind ${what}`;
await keep('prometheus', { of: of('prometheus-mcp 1.1.3'), server: prometheus.server, calls: metrics });
for (const [name, calls] of Object.entries({ quiet, firing: before, silenced: after }))
  await keep(`alertmanager-${name}`, {
    of: of('alertmanager-mcp 1.0.1'),
    server: alertmanager.server,
    calls,
  });
await prometheus.close();
await alertmanager.close();
