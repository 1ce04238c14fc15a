import type { Entity } from '../../../../../shared/model/entity.ts';
import { splitEntityId } from '../../../../../shared/model/ids.ts';

/**
 * Which cluster a call is for is said with each of them: the current context of a kubeconfig may change at any time. A
 * server that knows one cluster only has no name for it: in the inventory that is called as the source is.
 */
export const contextFor = (source: string, cluster: string): { readonly context?: string } =>
  cluster === source ? {} : { context: cluster };

export const contextOf = ({
  id,
  attributes,
}: Pick<Entity, 'id'> & { readonly attributes: { readonly cluster: string } }) =>
  contextFor(splitEntityId(id).source, attributes.cluster);
