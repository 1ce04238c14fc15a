import type { EntityOf } from '../../../shared/model/entity.ts';
import { entityLinks, unknown, type Content } from '../build.ts';
import { number } from '../format.ts';
import type { GeneratorSettings } from '../generator.ts';
import { joinParts, pagedTable, type PagePart } from '../paged-table.ts';
import type { Scope } from './scopes.ts';
import { namespaceColumn, related, textList } from './text.ts';

type Autoscaler = EntityOf<'autoscaler'>;
type Budget = EntityOf<'disruption-budget'>;
type Role = EntityOf<'access-role'>;
type Binding = EntityOf<'role-binding'>;

/** Autoscalers and disruption budgets. */
export function scalingSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const { view, page } = scope;
  return joinParts([
    pagedTable<Autoscaler>({
      page,
      key: 'autoscalers',
      title: 'Autoscaling',
      noun: ['autoscaler', 'autoscalers'],
      entities: scope.members('autoscaler'),
      columns: [
        { title: 'Autoscaler', path: 'name' },
        ...namespaceColumn<Autoscaler>(scope),
        {
          title: 'Scales',
          value: (scaler) => related(view, scaler, 'scales', scaler.attributes.target ?? 'nothing'),
        },
        { title: 'Minimum', path: 'minReplicas', align: 'right' },
        { title: 'Maximum', path: 'maxReplicas', align: 'right' },
        { title: 'Now', path: 'currentReplicas', align: 'right' },
        { title: 'Targets', path: 'metrics' },
        { title: 'Measured', path: 'currentMetrics' },
        { title: 'Last scaled', path: 'lastScaledAt' },
      ],
      reads: scope.reads('autoscaler'),
      settings,
    }),
    pagedTable<Budget>({
      page,
      key: 'disruption-budgets',
      title: 'Disruption budgets',
      noun: ['disruption budget', 'disruption budgets'],
      entities: scope.members('disruption-budget'),
      columns: [
        { title: 'Budget', path: 'name' },
        ...namespaceColumn<Budget>(scope),
        { title: 'Workloads', value: (budget) => entityLinks(view.outbound(budget, 'selects')) },
        { title: 'Allows', value: allows },
        { title: 'Healthy', align: 'right', volatile: true, value: healthy },
        { title: 'Disruptions allowed now', path: 'disruptionsAllowed', align: 'right' },
        { title: 'Selector', path: 'selector' },
      ],
      reads: scope.reads('disruption-budget', 'workload'),
      settings,
    }),
  ]);
}

function allows({ attributes }: Budget): string {
  return textList([
    ...(attributes.minAvailable === undefined ? [] : [`at least ${attributes.minAvailable} available`]),
    ...(attributes.maxUnavailable === undefined ? [] : [`at most ${attributes.maxUnavailable} unavailable`]),
  ]);
}

function healthy({ attributes }: Budget): Content {
  const { currentHealthy, desiredHealthy, expectedPods } = attributes;
  if (currentHealthy === undefined || desiredHealthy === undefined) {
    return unknown('the disruption controller has not counted yet');
  }
  return `${number(currentHealthy)} of ${number(expectedPods ?? 0)}, ${number(desiredHealthy)} needed`;
}

const longestRules = 20;

/** Roles, and who has them. */
export function accessSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const { view, page } = scope;
  return joinParts([
    pagedTable<Binding>({
      page,
      key: 'role-bindings',
      title: 'Access: who may do what',
      noun: ['role binding', 'role bindings'],
      entities: scope.members('role-binding'),
      columns: [
        { title: 'Binding', path: 'name' },
        { title: 'Kind', path: 'type' },
        ...namespaceColumn<Binding>(scope),
        { title: 'Subjects', path: 'subjects' },
        {
          title: 'Role',
          value: (binding) => related(view, binding, 'grants', binding.attributes.role ?? 'none'),
        },
        {
          title: 'Unrestricted',
          value: (binding) => {
            const [role] = view.outbound(binding, 'grants');
            if (role?.kind !== 'access-role') return unknown('the role was not seen');
            return role.attributes.unrestricted === true ? 'yes' : 'no';
          },
        },
      ],
      reads: scope.reads('role-binding', 'access-role'),
      settings,
    }),
    pagedTable<Role>({
      page,
      key: 'roles',
      title: 'Roles',
      level: 3,
      noun: ['role', 'roles'],
      entities: scope.members('access-role'),
      columns: [
        { title: 'Role', path: 'name' },
        { title: 'Kind', path: 'type' },
        ...namespaceColumn<Role>(scope),
        {
          title: 'Allows',
          path: 'rules',
          format: (rules) =>
            rules.length <= longestRules
              ? textListOf(rules)
              : `${rules.slice(0, longestRules).join('; ')}; and ${number(rules.length - longestRules)} more rules`,
        },
        { title: 'Put together from', value: ({ attributes }) => textList(attributes.aggregates) },
        {
          title: 'Bound by',
          value: (role) => entityLinks(view.inbound(role, 'grants'), 5),
        },
      ],
      reads: scope.reads('access-role', 'role-binding'),
      settings,
    }),
  ]);
}

function textListOf(rules: readonly string[]): string {
  return rules.length === 0 ? 'nothing' : rules.join('; ');
}
