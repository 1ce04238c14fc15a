import { z } from 'zod';
import type { ClusterIndex } from './cluster-index.ts';
import { mapped, relation, type Mapped } from './mapping.ts';
import { labelSelector, list, maybe, part, text, textList } from './raw.ts';
import { selectorText } from './selector.ts';

const group = 'rbac.authorization.k8s.io';

const ruleSchema = z.object({
  verbs: textList,
  /** The core group is the empty name, which must not be lost. */
  apiGroups: list(z.string()),
  resources: textList,
  resourceNames: textList,
  nonResourceURLs: textList,
});
const roleSchema = part({
  rules: list(ruleSchema),
  aggregationRule: maybe({ clusterRoleSelectors: list(labelSelector.unwrap()) }),
});

export function mapRoles(index: ClusterIndex): Mapped[] {
  return (['ClusterRole', 'Role'] as const).flatMap((type) =>
    index.of(group, type).map((object) => {
      const { rules, aggregationRule } = roleSchema.parse(object.raw);
      return mapped(index, 'access-role', object, {
        attributes: {
          type,
          rules: rules.map(ruleText).toSorted(),
          aggregates: aggregationRule?.clusterRoleSelectors.flatMap((selector) =>
            selector ? [selectorText(selector)] : [],
          ),
          unrestricted: rules.some((rule) =>
            [rule.verbs, rule.apiGroups, rule.resources].every((values) => values.includes('*')),
          ),
        },
      });
    }),
  );
}

function ruleText(rule: z.output<typeof ruleSchema>): string {
  const verbs = rule.verbs.toSorted().join(', ') || 'nothing';
  if (rule.nonResourceURLs.length > 0) return `${verbs}: ${rule.nonResourceURLs.toSorted().join(', ')}`;
  const groups = rule.apiGroups.filter((name) => name !== '');
  const where = groups.length === 0 ? '' : ` in ${groups.toSorted().join(', ')}`;
  const only = rule.resourceNames.length === 0 ? '' : ` named ${rule.resourceNames.toSorted().join(', ')}`;
  return `${verbs}: ${rule.resources.toSorted().join(', ') || 'nothing'}${only}${where}`;
}

const bindingSchema = part({
  roleRef: part({ kind: text, name: text }),
  subjects: list(z.object({ kind: z.string(), name: z.string(), namespace: text })),
});

export function mapRoleBindings(index: ClusterIndex): Mapped[] {
  return (['ClusterRoleBinding', 'RoleBinding'] as const).flatMap((type) =>
    index.of(group, type).map((object) => {
      const { roleRef, subjects } = bindingSchema.parse(object.raw);
      const { namespace } = object.metadata;
      const role =
        roleRef.kind && roleRef.name
          ? index.find(group, roleRef.kind, roleRef.kind === 'Role' ? namespace : undefined, roleRef.name)
          : undefined;
      return mapped(index, 'role-binding', object, {
        attributes: {
          type,
          role: roleRef.kind && roleRef.name ? `${roleRef.kind}/${roleRef.name}` : undefined,
          subjects: subjects
            .map((subject) =>
              subject.kind === 'ServiceAccount'
                ? `ServiceAccount ${subject.namespace ?? namespace ?? ''}/${subject.name}`
                : `${subject.kind} ${subject.name}`,
            )
            .toSorted(),
        },
        relations: [relation('grants', role && index.id('access-role', role))],
      });
    }),
  );
}
