import { vouchedTools } from '../../collectors/vouching.ts';
import { relationTarget, type ValidRecord } from '../../inventory/record.ts';
import { DomainError } from '../../platform/errors.ts';
import { placesIn } from '../../profiles/parse-profile.ts';
import { recognises } from '../../profiles/profile-adapter.ts';
import { tryProfile } from '../../profiles/try-profile.ts';
import type { Handler } from '../handler.ts';
import { summaryOf } from './shown-profile.ts';

export const tryOut: Handler<'profiles.try'> = async (
  { text, source, vouch, limit, callsPerStep },
  { app, signal, progress },
) => {
  const profile = app.profiles.parsed(text);
  const { server } = await app.mcp.pool.session(source, { signal, readOnlyTools: [] });
  const { servers } = await app.mcp.servers.read();
  const site = servers.find(({ name }) => name === source)?.options.readOnlyTools ?? [];
  const known = new Set([...vouchedTools(app.collectors, server), ...site, ...vouch]);
  const called = [...new Set(profile.steps.flatMap(({ tool }) => tool ?? []))];
  const open = called.filter((tool) => !known.has(tool) && server.tools.some(({ name }) => name === tool));
  if (open.length > 0) {
    throw new DomainError(
      'profile-tools-not-accepted',
      `nobody has said of ${open.join(', ')} that it changes nothing: it is not called`,
      {
        hint: 'Look at what each does, then name it: --vouch TOOL.',
        details: open.map((tool) => ({
          path: tool,
          message: (server.tools.find(({ name }) => name === tool)?.description ?? '').slice(0, 300),
        })),
      },
    );
  }
  const session = await app.mcp.pool.session(source, {
    signal,
    readOnlyTools: called.filter((tool) => known.has(tool)),
  });
  const trial = await tryProfile(profile, {
    session,
    clock: app.clock,
    signal,
    timeoutMs: app.settings.collection.callTimeoutSeconds * 1000,
    limit,
    ...(callsPerStep !== undefined && { callsPerStep }),
    onProgress: ({ done, total, message }) =>
      progress({ done, message, ...(total !== undefined && { total }) }),
  });
  const placeOf = placesIn(text, profile);
  const reader = app.collectors
    .find(({ domain }) => domain === profile.source.domain)
    ?.adapters.find((adapter) => adapter.matches(server));
  return {
    summary: summaryOf(app, profile, []),
    server: { name: server.name, version: server.version },
    matches: recognises(profile, server),
    ...(reader && reader.id !== profile.source.id && { readBy: reader.title }),
    steps: trial.steps.map((step) => ({
      ...step,
      problems: [...step.problems],
      samples: step.samples.map((sample) => ({ ...sample })),
    })),
    kinds: trial.kinds.map((kind) => ({
      ...kind,
      failedPartitions: kind.failedPartitions.map((part) => ({ ...part })),
      records: kind.records.map(shownRecord),
    })),
    rejects: {
      total: trial.rejects.total,
      items: trial.rejects.items.map((reject) => ({ ...reject, ...placeOf(reject.kind, reject.path) })),
    },
    unavailable: trial.unavailable.map((one) => ({ ...one })),
    ...(trial.error !== undefined && { error: trial.error }),
    tookMs: trial.tookMs,
  };
};

function shownRecord(record: ValidRecord) {
  const { nativeId, name, partition, attributes, relations, keys, labels, unknown } = record;
  return {
    nativeId,
    name,
    ...(partition !== undefined && { partition }),
    attributes: { ...attributes },
    relations: relations.map((relation) => ({ type: relation.type, to: relationTarget(relation) })),
    keys: [...keys],
    labels: { ...labels },
    unknown: { ...unknown },
  };
}
