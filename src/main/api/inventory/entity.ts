import { kindDefinition } from '../../../shared/model/kinds/registry.ts';
import type { Handler } from '../handler.ts';
import { fieldsOf } from './envelope-fields.ts';
import { findEntity } from './find-entity.ts';
import { findingsByEntity, severityOf } from './findings-about.ts';
import { danglingRelations, relationGroups } from './neighbour.ts';

export const entity: Handler<'inventory.entity'> = async ({ id, at, related }, { app }) => {
  const { entity: found, view } = await findEntity(app, id, at);
  const { title, plural, domain } = kindDefinition(found.kind);
  const severity = severityOf(view, found);
  const findings = findingsByEntity(view).get(found.id)?.findings ?? [];
  return {
    entity: found,
    kind: { title, plural, domain },
    ...(found.disappearedAt === undefined && { confirmedAt: view.confirmedAt(found) }),
    fields: fieldsOf(found.kind),
    ...(severity && { severity }),
    findings: findings.map(({ id: findingId, attributes }) => ({
      id: findingId,
      severity: attributes.severity,
      rule: attributes.rule,
      title: attributes.title,
      value: attributes.value,
      threshold: attributes.threshold,
      why: attributes.why,
      remedy: attributes.remedy,
      openedAt: attributes.openedAt,
      ...(attributes.unconfirmed !== undefined && { unconfirmed: attributes.unconfirmed }),
    })),
    relations: relationGroups(view, found, related),
    dangling: danglingRelations(view, found),
    at: view.at,
  };
};
