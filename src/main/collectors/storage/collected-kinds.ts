import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { storageKinds } from '../../../shared/model/kinds/storage.ts';

export const storageCollectedKinds = Object.keys(
  storageKinds,
) as readonly (keyof typeof storageKinds)[] satisfies readonly EntityKind[];
