import { setTimeout as sleep } from 'node:timers/promises';
import type { RealMonitoring } from '../../../support/real-monitoring.ts';
import { buildEntity } from '../../../support/build-view.ts';
import { selectorOf, watchedAs } from '../../../../src/main/inventory/watched-as.ts';
import { metricQuestions } from '../../../../src/main/tickets/metrics/questions.ts';
import type { Entity } from '../../../../src/shared/model/entity.ts';
import type { Ticket } from '../../../../src/shared/model/ticket.ts';
import type { CheckContext, RealCheck } from '../../real-system.ts';

type App = CheckContext['app'];

/** From the first scrape that fails to an alert that Alertmanager lists. */
const alertMs = 20_000;

export const alertChecks = (monitoring: RealMonitoring, machine: string): readonly RealCheck[] => [
  {
    title: 'where nothing fires nothing becomes a ticket',
    async run({ app, client }) {
      await client.settings.set({ path: 'tickets.alertsGoneAfterSeconds', value: 2 });
      // It is about a machine of the estate.
      await client.collection.collect({ sources: ['estate'] });
      const said = await poll(app);
      if (said !== 'nothing new') return `it says: ${said}`;
      return (await alertsOf(app)).length === 0 ? undefined : 'there is a ticket';
    },
  },
  {
    title: 'an alert that fires becomes one ticket about its machine, however often it is asked for',
    async run({ app }) {
      await monitoring.setExporter(false);
      const [first] = await until(async () => {
        await poll(app);
        return alertsOf(app);
      });
      const again = await poll(app);
      if (again !== 'nothing new') return `asked again it says: ${again}`;
      const all = await alertsOf(app);
      const ticket = all.length === 1 ? await app.tickets.get(first?.id ?? '') : undefined;
      if (!ticket) return `there are ${all.length} tickets`;
      const [about] = ticket.entities.map(({ id }) => id);
      const entity = about && (await app.inventory.view()).get(about);
      if (entity?.name !== machine) return `it is about ${entity?.name ?? 'nothing'}`;
      return ticket.title.includes(machine) && ticket.priority === 'p1'
        ? undefined
        : `it is ${ticket.priority} "${ticket.title}"`;
    },
  },
];

export const causeChecks = (machine: string): readonly RealCheck[] => [
  {
    title: 'what Prometheus measures stands in the diagnosis, with value, time and question',
    async run({ app, client }) {
      const [alert] = await alertsOf(app);
      const { ticket, proposed } = await client.tickets.diagnoseTicket({ id: alert?.id ?? '', model: false });
      const { diagnosis } = ticket;
      // What is proposed for it is tried later, under another policy.
      for (const id of proposed) await client.remediation.cancel({ id, reason: 'tried later' });
      const asked = diagnosis?.checks.find(
        ({ server, summary }) => server === 'prometheus' && summary?.includes('up is 0'),
      );
      if (!asked) return `it was asked: ${JSON.stringify(diagnosis?.checks.map(({ summary }) => summary))}`;
      const { query } = asked.arguments as { query?: unknown };
      if (typeof query !== 'string' || !query.includes(machine)) return `the question is ${String(query)}`;
      const cited = diagnosis?.citations.find(
        (one) => one.is === 'tool' && one.server === 'prometheus' && one.call === asked.id,
      );
      if (cited?.is !== 'tool' || !cited.quote.includes('"0"]')) return 'its answer is not cited';
      const statements = diagnosis?.hypotheses.flatMap((one) => one.for) ?? [];
      return statements.some(({ citation, text }) => citation === cited.number && text.includes('prometheus'))
        ? undefined
        : 'it speaks for no hypothesis';
    },
  },
  {
    title: 'the policy is set to ask metrics, and to silence alerts meanwhile',
    async run({ app, client }) {
      const { version } = app.policies.current;
      await client.policy.apply({
        text: JSON.stringify({
          actions: {
            'vm.restart': { verify: [{ metric: 'up{{target}} == 1', withinSeconds: 120 }] },
            'port.disable': { verify: [{ metric: 'up{job="node"} == 1', withinSeconds: 10 }] },
          },
          silences: { enabled: true, minutes: 10 },
          cooldownMinutes: 0,
          maximumInventoryAgeMinutes: 10_080,
        }),
        baseVersion: version,
        reason: 'test:real',
      });
      return app.policies.current.policy.silences.enabled ? undefined : 'it is not in force';
    },
  },
];

export const questionChecks: readonly RealCheck[] = [
  {
    title: 'Prometheus understands every question that is asked of metrics',
    async run({ app }) {
      const session = await app.mcp.pool.session('prometheus');
      const wrong: string[] = [];
      for (const question of metricQuestions) {
        for (const kind of question.kinds) {
          const entity = buildEntity(kind, 'name-1', {
            attributes: { namespace: 'n', type: 'Deployment', device: 'd', cluster: 'c' } as never,
          });
          const text = watchedAs(entity as Entity)
            .map((labels) => question.query(selectorOf(labels)))
            .join(' or ');
          const answer = await session.callTool('prometheus_query', { query: text });
          if (text === '' || answer.isError) wrong.push(`${kind}: ${text}: ${answer.text}`);
        }
      }
      return wrong.length === 0 ? undefined : wrong.join('; ');
    },
  },
  {
    title: 'the assistant is offered what only asks, and none of what writes or shows addresses',
    async run({ client }) {
      const known = { alertmanager: 'get-alerts', prometheus: 'prometheus_query' };
      const kept = [
        'create-silence',
        'delete-silence',
        'prometheus_list_targets',
        'prometheus_scrape_pool_targets',
      ];
      const wrong: string[] = [];
      for (const [name, reading] of Object.entries(known)) {
        const { tools } = await client.sources.tools({ name });
        const open = tools.filter(({ readOnly }) => readOnly !== 'none').map((tool) => tool.name);
        if (!open.includes(reading)) wrong.push(`${reading} is not offered`);
        wrong.push(...open.filter((tool) => kept.includes(tool)).map((tool) => `${tool} is offered`));
      }
      return wrong.length === 0 ? undefined : wrong.join('; ');
    },
  },
];

export const resolvedChecks = (machine: string): readonly RealCheck[] => [
  {
    title: 'an alert that is really over closes its ticket',
    async run({ app }) {
      const [alert] = await alertsOf(app);
      const closed = await until(async () => {
        await poll(app);
        const ticket = await app.tickets.get(alert?.id ?? '');
        return ticket?.state === 'closed' ? [ticket] : [];
      });
      const summary = closed[0]?.outcome?.summary ?? '';
      return summary === '' ? `the ticket about ${machine} has no outcome` : undefined;
    },
  },
];

/** @returns what the job says that it did */
async function poll(app: App): Promise<string> {
  const { finished } = await app.scheduler.runNow('alerts');
  const { outcome, summary, error } = await finished;
  return outcome === 'succeeded' ? (summary ?? '') : `${outcome}: ${error?.message ?? summary ?? ''}`;
}

const alertsOf = async (app: App): Promise<readonly Pick<Ticket, 'id'>[]> =>
  (await app.tickets.heads({})).filter(({ origin }) => origin.is === 'alertmanager');

async function until<T>(look: () => Promise<readonly T[]>): Promise<readonly T[]> {
  for (const deadline = Date.now() + alertMs; ; await sleep(500)) {
    const found = await look();
    if (found.length > 0 || Date.now() > deadline) return found;
  }
}
