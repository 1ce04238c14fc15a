import { useState } from 'react';
import type { InventoryRelationGroup } from '../../../shared/contract/inventory.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { useClient } from '../../app/client-context.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { EntityLink } from '../../ui/entity-link.tsx';
import { Section } from '../../ui/section.tsx';
import type { EntityData } from './entity-summary.tsx';
import { statusShapes } from '../../ui/status-shapes.ts';
import classes from './entity.module.css';

/** What it hangs on and what hangs on it, by relation and kind; each a step to the other end. */
export function EntityRelations({ data, at }: { data: EntityData; at: Instant | undefined }) {
  const { relations, dangling, entity } = data;
  const text = useText();
  const total = relations.reduce((sum, group) => sum + group.total, 0);
  return (
    <Section title={text.inventory.relations} detail={total}>
      {relations.length === 0 && dangling.length === 0 && (
        <p className={classes['quiet']}>{text.inventory.noRelations}</p>
      )}
      {relations.map((group) => (
        <RelationGroup
          key={`${group.type} ${group.direction} ${group.kind}`}
          id={entity.id}
          group={group}
          at={at}
        />
      ))}
      {dangling.length > 0 && (
        <div className={classes['relation']}>
          <h3 className={classes['relationTitle']}>{text.inventory.dangling}</h3>
          <ul className={classes['neighbours']}>
            {dangling.slice(0, 20).map(({ type, target }) => (
              <li key={`${type} ${target}`} className={classes['quiet']}>
                {text.inventory.relationName(type)} <code>{target}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}

const page = 100;

function RelationGroup({
  id,
  group,
  at,
}: {
  id: EntityId;
  group: InventoryRelationGroup;
  at: Instant | undefined;
}) {
  const text = useText();
  const client = useClient();
  const [more, setMore] = useState<InventoryRelationGroup['items']>([]);
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle');
  const items = [...group.items, ...more];
  const rest = group.total - items.length;
  const load = async () => {
    setState('loading');
    try {
      const answer = await client.call('inventory.relations', {
        id,
        type: group.type,
        direction: group.direction,
        kind: group.kind,
        offset: items.length,
        limit: page,
        ...(at !== undefined && { at }),
      });
      setMore((before) => [...before, ...answer.items]);
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <div className={classes['relation']}>
      <h3 className={classes['relationTitle']}>
        {text.inventory.relationName(group.label)}{' '}
        <span className={classes['quiet']}>
          {text.inventory.countOf(group.total, text.kinds.name(group.kind, group.total))}
        </span>
      </h3>
      <ul className={classes['neighbours']}>
        {items.map((item) => (
          <li key={item.id} data-simulated={item.simulated || undefined}>
            {item.severity && (
              <span
                className={classes['mark']}
                data-status={item.severity}
                role="img"
                aria-label={text.ui.status[item.severity]}
              >
                {statusShapes[item.severity]}
              </span>
            )}
            <EntityLink id={item.id} name={item.name} gone={item.disappearedAt !== undefined} />
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button
          type="button"
          className={classes['more']}
          disabled={state === 'loading'}
          onClick={() => void load()}
        >
          {state === 'failed' ? text.ui.tryAgain : text.inventory.showMore(Math.min(rest, page))}
        </button>
      )}
    </div>
  );
}
