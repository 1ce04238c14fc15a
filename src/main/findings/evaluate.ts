import type { Entity, EntityOf, ObservedRecord } from '../../shared/model/entity.ts';
import { type Instant } from '../../shared/model/ids.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import { digestText } from '../inventory/digest.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { FindingRule, Verdict } from './rule.ts';

/** One rule against one view: the findings that stand afterwards, and what could not be judged. */
export interface RuleResult {
  readonly records: readonly FindingRecord[];
  readonly notJudged: readonly NotJudged[];
}

export interface FindingRecord extends ObservedRecord {
  readonly attributes: EntityOf<'finding'>['attributes'];
}

export interface NotJudged {
  readonly rule: string;
  /** How many objects of which kind, with the names of the first few. */
  readonly what: string;
  readonly reason: string;
}

type Breach = Extract<Verdict, { type: 'breach' }>;

/**
 * Evaluates one rule. A finding that stands and is not found again is closed, unless its object could not be judged
 * this time: because the rule says so, or because the newest run did not get to read it. Such a finding is kept,
 * saying why, since missing data proves nothing.
 * @throws whatever the rule throws
 */
export function evaluateRule(
  rule: FindingRule,
  view: InventoryView,
  thresholds: Readonly<Record<string, unknown>>,
): RuleResult {
  const standing = new Map(
    view.inPartition('finding', rule.id).map((finding) => [finding.nativeId, finding]),
  );
  const records = new Map<string, FindingRecord>();
  const unknown = new Map<string, { entity: Entity; reason: string }>();
  for (const verdict of rule.evaluate(view, thresholds)) {
    switch (verdict.type) {
      case 'breach': {
        const record = recordOf(rule, verdict, view, standing);
        records.set(record.nativeId, record);
        break;
      }
      case 'unknown':
        unknown.set(verdict.entity.id, verdict);
        break;
    }
  }
  for (const finding of standing.values()) {
    if (records.has(finding.nativeId)) continue;
    const reason = unjudged(finding, view, unknown);
    if (reason !== undefined) records.set(finding.nativeId, keep(finding, reason));
  }
  return { records: [...records.values()], notJudged: summarise(rule, [...unknown.values()]) };
}

function recordOf(
  rule: FindingRule,
  breach: Breach,
  view: InventoryView,
  standing: ReadonlyMap<string, EntityOf<'finding'>>,
): FindingRecord {
  const { entity } = breach;
  const nativeId = findingId(rule.id, entity.id, breach.discriminator);
  const seenAt = view.confirmedAt(entity);
  const object = [objectName(entity), breach.discriminator].filter((part) => part !== undefined).join(' ');
  const openedAt = standing.get(nativeId)?.attributes.openedAt ?? seenAt;
  return {
    nativeId,
    name: clip(`${rule.id} ${object}`),
    partition: rule.id,
    attributes: {
      rule: rule.id,
      ruleDomain: rule.domain,
      severity: breach.severity,
      title: rule.title,
      object,
      objectId: entity.id,
      objectKind: entity.kind,
      objectSource: entity.source,
      ...(entity.partition === undefined ? {} : { objectPartition: entity.partition }),
      value: breach.value,
      threshold: breach.threshold,
      ...(breach.evidence === undefined ? {} : { evidence: breach.evidence }),
      why: rule.why,
      remedy: rule.remedy,
      ...(rule.action === undefined ? {} : { action: rule.action }),
      ruleSource: rule.source,
      openedAt,
      ...(rule.durationMinutes === undefined
        ? {}
        : {
            persistence: persistenceOf(earlier(openedAt, breach.sinceAt), seenAt, rule.durationMinutes),
          }),
    },
    relations: [{ type: 'concerns', to: entity.id }],
  };
}

/** `sw1 Ethernet3`: what is part of a device says nothing by its own name, and many have the same. */
function objectName({ name, attributes }: Entity): string {
  const device = 'device' in attributes ? attributes.device : undefined;
  return typeof device !== 'string' || name.startsWith(device) ? name : `${device} ${name}`;
}

function earlier(openedAt: string, sinceAt: string | undefined): string {
  return sinceAt !== undefined && Date.parse(sinceAt) < Date.parse(openedAt) ? sinceAt : openedAt;
}

/** Sustained once two readings that far apart have both shown it, or the object itself says that it lasts that long. */
function persistenceOf(openedAt: string, seenAt: Instant, minutes: number): 'observed-once' | 'sustained' {
  return Date.parse(seenAt) - Date.parse(openedAt) >= minutes * 60_000 ? 'sustained' : 'observed-once';
}

/** `RULE:entity id[:discriminator]`; ids that would grow beyond an entity id's bounds end in their digest. */
export function findingId(rule: string, entity: string, discriminator?: string): string {
  const id = discriminator === undefined ? `${rule}:${entity}` : `${rule}:${entity}:${discriminator}`;
  const longest = 300;
  return id.length <= longest ? id : `${id.slice(0, longest - 17)}~${digestText(id)}`;
}

function clip(name: string): string {
  return name.length <= 300 ? name : `${name.slice(0, 299)}…`;
}

/** Why a finding that was not found again must not be closed; undefined when it may. */
function unjudged(
  finding: EntityOf<'finding'>,
  view: InventoryView,
  unknown: ReadonlyMap<string, { reason: string }>,
): string | undefined {
  const said = unknown.get(finding.attributes.objectId)?.reason;
  if (said !== undefined) return said;
  const object = view.get(finding.attributes.objectId as Entity['id']);
  // What is gone has no findings.
  if (object === undefined || object.disappearedAt !== undefined) return undefined;
  return staleness(view, object);
}

/** Says that the newest run of the object's source did not get to read it; undefined when it did. */
export function staleness(view: InventoryView, object: Entity): string | undefined {
  const { domain } = kindDefinition(object.kind);
  const runs = view.runs.find(({ last }) => last.source === object.source && last.domain === domain);
  if (runs === undefined || runs.last.outcome === 'succeeded') return undefined;
  const { last } = runs;
  if (view.confirmedAt(object) >= last.startedAt) return undefined;
  const scope = last.scopes.find(
    ({ kind, partition, outcome }) =>
      outcome === 'failed' &&
      kind === object.kind &&
      (partition === undefined || partition === object.partition),
  );
  return `not read since ${view.confirmedAt(object)}: ${scope?.reason ?? last.error?.message ?? last.outcome}`;
}

function keep(finding: EntityOf<'finding'>, reason: string): FindingRecord {
  const { attributes, nativeId, name, relations } = finding;
  return {
    nativeId,
    name,
    partition: attributes.rule,
    attributes: { ...attributes, unconfirmed: reason },
    relations: [...relations],
  };
}

const namedObjects = 3;

function summarise(
  rule: FindingRule,
  unknown: readonly { readonly entity: Entity; readonly reason: string }[],
): readonly NotJudged[] {
  const groups = Map.groupBy(unknown, ({ entity, reason }) => JSON.stringify([entity.kind, reason]));
  return [...groups.values()].flatMap((together) => {
    const [first] = together;
    if (first === undefined) return [];
    const { title, plural } = kindDefinition(first.entity.kind);
    const names = together.slice(0, namedObjects).map(({ entity }) => entity.name);
    const more = together.length > namedObjects ? ', …' : '';
    const what = `${rule.id} on ${together.length} ${together.length === 1 ? title : plural} (${names.join(', ')}${more})`;
    return [{ rule: rule.id, what, reason: first.reason }];
  });
}
