import { entityKinds } from '../../../../src/shared/model/kinds/registry.ts';
import type { RealCheck } from '../../real-system.ts';
import { secretWord } from './estate.ts';

type Read = readonly [tool: string, args: Readonly<Record<string, unknown>>];

/** Ways to a Secret, or out of what is only read, that the tools of the server have. */
export const nativeLeaks: readonly Read[] = [
  ['resources_get', { apiVersion: 'v1', kind: 'Secret', name: 'shop-tls', namespace: 'shop' }],
  ['resources_get', { apiVersion: 'v1', kind: 'secret', name: 'shop-tls', namespace: 'shop' }],
  ['resources_get', { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings', namespace: 'shop' }],
  ['resources_get', { apiVersion: 'v1', kind: 'Pod', name: '../secrets/shop-tls', namespace: 'shop' }],
  ['resources_list', { apiVersion: 'v1', kind: 'Secret' }],
  ['configuration_view', {}],
];
export const kubectlLeaks: readonly Read[] = [
  ['kubectl_get', { resourceType: 'secrets', namespace: 'shop', output: 'yaml' }],
  ['kubectl_get', { resourceType: 'Secret.v1.', name: 'shop-tls', namespace: 'shop', output: 'json' }],
  ['kubectl_get', { resourceType: 'pods,secrets', namespace: 'shop', output: 'yaml' }],
  ['kubectl_get', { resourceType: 'secret/shop-tls', namespace: 'shop', output: 'yaml' }],
  ['kubectl_describe', { resourceType: 'cm', name: 'settings', namespace: 'shop' }],
  ['kubectl_context', { operation: 'set', name: 'as-viewer' }],
  ['kubectl_logs', { resourceType: 'pod', name: '--raw=/api/v1/secrets', namespace: 'shop' }],
  ['kubectl_generic', { command: 'get', resourceType: 'secrets' }],
];

export function checksOf(source: string, leaks: readonly Read[]): readonly RealCheck[] {
  return [
    {
      title: 'no read reaches a Secret or changes what is read',
      async run({ client }) {
        const passed: string[] = [];
        for (const [tool, args] of leaks) {
          const code = await client.sources
            .callTool({ name: source, tool, arguments: { ...args } })
            .then(({ text }) => `an answer of ${text.length} characters`)
            .catch((error: unknown) => String((error as { code?: unknown }).code));
          if (code !== 'argument-refused' && code !== 'not-read-only') {
            passed.push(`${tool} ${JSON.stringify(args)}: ${code}`);
          }
        }
        return passed.length === 0 ? undefined : passed.join('; ');
      },
    },
    {
      title: 'nothing that was collected holds what stands in a Secret',
      run({ view }) {
        const holding = entityKinds.flatMap((kind) =>
          view.all(kind).filter((entity) => JSON.stringify(entity).includes(secretWord)),
        );
        return Promise.resolve(holding.length === 0 ? undefined : holding.map(({ id }) => id).join(', '));
      },
    },
    {
      title: 'events are there, each with what it is about',
      run({ view }) {
        const event = view
          .all('k8s-event')
          .find((one) => one.source === source && one.attributes.reason === 'Inspected');
        const about = event?.relations.find(({ type }) => type === 'concerns');
        return Promise.resolve(
          event?.attributes.object === 'Deployment/web' && event.attributes.count === 3 && about !== undefined
            ? undefined
            : `collected as ${JSON.stringify(event)}`,
        );
      },
    },
  ];
}
