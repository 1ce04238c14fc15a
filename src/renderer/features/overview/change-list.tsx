import { Link } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { OverviewChangeGroup } from '../../../shared/contract/overview.ts';
import { links } from '../../app/links.ts';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import { EntityLink } from '../../ui/entity-link.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './overview.module.css';

const shown = 12;

/** What changed in the period, put together where it is one event to a person. */
export function ChangeList({ overview }: { overview: OutputOf<'overview.read'> }) {
  const text = useText();
  const words = text.overview.changed;
  const { changeGroups, changes, since } = overview;
  const total = changes.configuration + changes.placement + changes.appeared + changes.disappeared;
  return (
    <Section
      title={words.title}
      detail={
        total > 0 &&
        words.counts(changes.configuration, changes.placement, changes.appeared, changes.disappeared)
      }
      actions={total > 0 && <Link href={links.inventoryFilter(`changedAt>=${since}`)}>{words.all}</Link>}
    >
      {changeGroups.length === 0 ? (
        <p className={classes['note']}>{words.none}</p>
      ) : (
        <ul className={classes['list']}>
          {changeGroups.slice(0, shown).map((group) => (
            <li
              key={[group.what, group.kind, group.field, group.class, group.partition].join(' ')}
              className={classes['change']}
            >
              <KindIcon kind={group.kind} />
              <Link
                className={classes['changeText'] ?? ''}
                href={links.inventoryFilter(filterFor(group, since))}
              >
                {groupText(group, text)}
              </Link>
              <span className={classes['sample']}>
                {group.sample.slice(0, 2).map(({ id, name }) => (
                  <EntityLink key={id} id={id} name={name} icon={false} gone={group.what === 'disappeared'} />
                ))}
                {group.entities > 2 && <span>{words.more(group.entities - 2)}</span>}
              </span>
              <span className={classes['when']}>
                <Moment at={group.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function groupText(group: OverviewChangeGroup, text: Catalogue): string {
  const { what, kind, entities, field = '', partition } = group;
  const words = text.overview.changed;
  switch (what) {
    case 'field':
      return group.class === 'placement'
        ? words.moved(kind, entities, field, partition)
        : words.field(kind, entities, field, partition);
    case 'appeared':
      return words.appeared(kind, entities, partition);
    case 'disappeared':
      return words.disappeared(kind, entities, partition);
    case 'returned':
      return words.returned(kind, entities, partition);
    default:
      return what satisfies never;
  }
}

function filterFor({ what, kind, partition }: OverviewChangeGroup, since: string): string {
  const place =
    partition === undefined ? '' : ` partition:"${partition.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  switch (what) {
    case 'appeared':
      return `kind:${kind}${place} firstSeenAt>=${since}`;
    case 'disappeared':
      return `kind:${kind}${place} gone:yes disappearedAt>=${since}`;
    case 'field':
    case 'returned':
      return `kind:${kind}${place} changedAt>=${since}`;
    default:
      return what satisfies never;
  }
}
