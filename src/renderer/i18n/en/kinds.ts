import { kinds as definitions, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import { asHeading } from '../as-heading.ts';

/** `1 host`, `3 hosts` without the number: what operators call one and many of a kind. */
export const kinds = {
  name: (kind: EntityKind, count = 1): string =>
    count === 1 ? definitions[kind].title : definitions[kind].plural,
  /** As a heading: `Hosts`; a name of its own keeps its letters: `vCenters`. */
  heading: (kind: EntityKind, count = 1): string => asHeading(kinds.name(kind, count)),
};
