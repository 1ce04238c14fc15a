import type { ClusterIndex } from './cluster-index.ts';
import { mapped, relation, type Mapped } from './mapping.ts';
import { entityOf } from './ownership.ts';
import { groupOf } from './api-kinds.ts';
import { maybe, part, text, time, whole } from './raw.ts';

const reference = maybe({ apiVersion: text, kind: text, namespace: text, name: text, uid: text });
const schema = part({
  /** v1 */
  involvedObject: reference,
  message: text,
  firstTimestamp: time,
  lastTimestamp: time,
  count: whole,
  source: part({ component: text, host: text }),
  /** events.k8s.io/v1 */
  regarding: reference,
  note: text,
  deprecatedFirstTimestamp: time,
  deprecatedLastTimestamp: time,
  deprecatedCount: whole,
  /** both */
  type: text,
  reason: text,
  eventTime: time,
  reportingComponent: text,
  reportingController: text,
  series: maybe({ count: whole, lastObservedTime: time }),
});

export function mapEvents(index: ClusterIndex): Mapped[] {
  return index.of('', 'Event').map((object) => {
    const event = schema.parse(object.raw);
    const about = event.involvedObject ?? event.regarding;
    const created = object.metadata.creationTimestamp;
    const first = event.firstTimestamp ?? event.deprecatedFirstTimestamp ?? event.eventTime ?? created;
    const last =
      event.series?.lastObservedTime ??
      event.lastTimestamp ??
      event.deprecatedLastTimestamp ??
      event.eventTime ??
      created;
    const target =
      (about?.uid ? index.byUid(about.uid) : undefined) ??
      (about?.kind && about.name
        ? index.find(groupOf(about.apiVersion ?? ''), about.kind, about.namespace, about.name)
        : undefined);
    return mapped(index, 'k8s-event', object, {
      attributes: {
        createdAt: undefined,
        type: event.type,
        reason: event.reason,
        message: (event.message ?? event.note)?.slice(0, 2_000),
        object: about?.kind && about.name ? `${about.kind}/${about.name}` : undefined,
        component: event.source.component ?? event.reportingComponent ?? event.reportingController,
        firstAt: first,
        lastAt: last,
        count: event.series?.count ?? event.count ?? event.deprecatedCount ?? 1,
      },
      relations: [relation('concerns', target && entityOf(index, target))],
    });
  });
}
