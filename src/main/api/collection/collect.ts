import type { CollectReportView } from '../../../shared/contract/collection.ts';
import type { CollectReport } from '../../collect-sources.ts';
import type { Handler } from '../handler.ts';

export const collect: Handler<'collection.collect'> = async ({ sources, domains, anyway }, context) =>
  sent(
    await context.app.collect({
      ...(sources && { sources }),
      ...(domains && { domains }),
      ...(anyway && { anyway }),
      signal: context.signal,
      onProgress: (progress) => context.progress(progress),
    }),
  );

/** The same report; what travels is written with arrays that could be changed. */
function sent(report: CollectReport): CollectReportView {
  return report as CollectReportView;
}
