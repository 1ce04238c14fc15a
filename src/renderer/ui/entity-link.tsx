import { Link } from 'wouter';
import { cleanText } from '../../shared/clean-text.ts';
import { splitEntityId, type EntityId } from '../../shared/model/ids.ts';
import { isEntityKind } from '../../shared/model/kinds/registry.ts';
import { links } from '../app/links.ts';
import classes from './entity-link.module.css';
import { KindIcon } from './kind-icon.tsx';

/** An entity's name, leading to its page. `gone` strikes through what is no longer there. */
export function EntityLink(props: {
  id: EntityId;
  name: string;
  icon?: boolean;
  gone?: boolean;
  /** In mono, as the field writes addresses and devices; names are unless told otherwise. */
  mono?: boolean;
}) {
  const { id, icon = true, gone = false, mono = true } = props;
  const { kind } = splitEntityId(id);
  const name = cleanText(props.name);
  return (
    <Link
      href={links.entity(id)}
      className={classes['link'] ?? ''}
      data-gone={gone || undefined}
      data-mono={mono || undefined}
      title={name}
    >
      {icon && isEntityKind(kind) && <KindIcon kind={kind} />}
      <span className={classes['name']}>{name}</span>
    </Link>
  );
}
