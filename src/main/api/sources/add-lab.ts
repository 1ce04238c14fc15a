import { labSource, setUpLab } from '../../embedded-lab.ts';
import { DomainError } from '../../platform/errors.ts';
import type { CallContext, Handler } from '../handler.ts';

export const addLab: Handler<'sources.addLab'> = async ({ collect, ...choice }, context) => {
  const { app, signal } = context;
  const began = app.clock.monotonicMs();
  context.progress({ phase: 'start', done: 0, message: labSource });
  await setUpLab(app.mcp, choice, app.clock.now(), signal);
  app.sourcesChanged(labSource);
  if (collect) await collectAndWrite(context);
  const [{ sources }, documents] = await Promise.all([app.inventory.stats(), app.documents.list()]);
  return {
    entities: sources[labSource] ?? 0,
    documents: documents.length,
    tookMs: Math.round(app.clock.monotonicMs() - began),
  };
};

async function collectAndWrite({ app, signal, progress }: CallContext<'sources.addLab'>): Promise<void> {
  const collected = await app.collect({
    sources: [labSource],
    signal,
    onProgress: ({ domain, done, total, message }) =>
      progress({
        phase: 'collect',
        done,
        ...(total !== undefined && { total }),
        message: `${domain ?? labSource} ${message}`,
      }),
  });
  const [failure] = collected.failed;
  if (failure) {
    throw new DomainError(failure.code, failure.message, {
      ...(failure.hint !== undefined && { hint: failure.hint }),
    });
  }
  await app.documents.generate(undefined, {
    signal,
    onProgress: ({ done, total, document }) =>
      progress({ phase: 'document', done, total, message: document }),
  });
}
