import { Button, SegmentedControl, Select, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import { impactLevels, type ImpactLevel, type TopologyAffected } from '../../../shared/contract/topology.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { isEntityKind } from '../../../shared/model/kinds/registry.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { DetailPanel } from '../../ui/detail-panel.tsx';
import { EntityLink } from '../../ui/entity-link.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { Section } from '../../ui/section.tsx';
import { becauseText, chainText } from './because-text.ts';
import classes from './impact-panel.module.css';
import { hitShapes } from './hit-shapes.ts';

const pageSize = 100;
const levelOrder = impactLevels.toReversed();

/** What the failure of one entity would do: how much, to what, why, and what is not known. */
export function ImpactPanel(props: {
  id: EntityId;
  at: Instant | undefined;
  selected: string | undefined;
  onSelect: (id: EntityId) => void;
  onClose: () => void;
}) {
  const { id, at, selected, onSelect, onClose } = props;
  const text = useText();
  const [level, setLevel] = useState<ImpactLevel | 'all'>('all');
  const [kind, setKind] = useState<EntityKind>();
  const [limit, setLimit] = useState(pageSize);
  const { data, error, refetch } = useCall(
    'topology.blastRadius',
    {
      id,
      limit,
      ...(at !== undefined && { at }),
      ...(level !== 'all' && { levels: [level] }),
      ...(kind !== undefined && { kinds: [kind] }),
    },
    { keepPrevious: true },
  );
  const words = text.topology.failure;
  if (error && !data) {
    return (
      <DetailPanel title={words.list} label={words.list} onClose={onClose}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </DetailPanel>
    );
  }
  if (!data || data.root.id !== id) {
    return (
      <DetailPanel title={words.list} label={words.list} onClose={onClose}>
        <SkeletonRows rows={12} />
      </DetailPanel>
    );
  }
  const { levels, counts, affected, total, caveats, root } = data;
  const all = levels.lost + levels.restarts + levels.reduced;
  const title = words.title(root.name);
  return (
    <DetailPanel
      title={title}
      label={title}
      detail={all === 0 ? words.nothing : words.summary(levels.lost, levels.restarts, levels.reduced)}
      onClose={onClose}
    >
      <div className={classes['body']}>
        {all > 0 && (
          <>
            <div className={classes['filters']}>
              <SegmentedControl
                fullWidth
                aria-label={words.list}
                value={level}
                onChange={(value) => setLevel(levelOrder.find((one) => one === value) ?? 'all')}
                data={[
                  { value: 'all', label: words.all },
                  ...levelOrder.map((one) => ({
                    value: one,
                    label: `${hitShapes[one]} ${words.levels[one]}`,
                  })),
                ]}
              />
              <Select
                aria-label={words.byKind}
                placeholder={words.byKind}
                clearable
                value={kind ?? null}
                onChange={(value) => setKind(value !== null && isEntityKind(value) ? value : undefined)}
                data={counts.map((one) => ({
                  value: one.kind,
                  label: text.topology.kindCount(one.kind, one.lost + one.restarts + one.reduced),
                }))}
              />
            </div>
            <ul className={classes['list']}>
              {affected.map((one) => (
                <AffectedRow
                  key={one.id}
                  affected={one}
                  isSelected={one.id === selected}
                  onSelect={() => onSelect(one.id)}
                />
              ))}
            </ul>
            <div className={classes['foot']}>
              {words.shown(affected.length, total)}
              {affected.length < total && affected.length < 1_000 && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => setLimit(Math.min(1_000, limit + pageSize))}
                >
                  {words.showMore}
                </Button>
              )}
            </div>
          </>
        )}
        <Section title={words.notKnown}>
          <ul className={classes['caveats']}>
            {caveats.map(({ code, count, names }) => (
              <li key={code}>
                {words.caveats[code](count)}
                {names.length > 0 && (
                  <span className={classes['names']}>
                    {names.join(', ')}
                    {count > names.length && ' …'}
                  </span>
                )}
              </li>
            ))}
            <li>{words.assumed}</li>
          </ul>
        </Section>
      </div>
    </DetailPanel>
  );
}

function AffectedRow(props: { affected: TopologyAffected; isSelected: boolean; onSelect: () => void }) {
  const { affected, isSelected, onSelect } = props;
  const text = useText();
  const words = text.topology.failure;
  const nearest = affected.chain[0];
  return (
    <li className={classes['row']} data-selected={isSelected || undefined}>
      <UnstyledButton className={classes['select'] ?? ''} onClick={onSelect} aria-pressed={isSelected}>
        <span className={classes['level']} data-hit={affected.level} title={words.levelHints[affected.level]}>
          <span aria-hidden>{hitShapes[affected.level]}</span> {words.levels[affected.level]}
        </span>
        <KindIcon kind={affected.kind} />
        <span className={classes['name']}>{cleanText(affected.name)}</span>
        <span className={classes['kind']}>{text.kinds.name(affected.kind)}</span>
      </UnstyledButton>
      {isSelected ? (
        <div className={classes['why']}>
          <ol className={classes['chain']} aria-label={words.why}>
            {affected.chain.map((because, i) => (
              // A chain never changes its order.
              <li key={i}>{becauseText(because, text)}</li>
            ))}
          </ol>
          <EntityLink id={affected.id} name={affected.name} />
        </div>
      ) : (
        nearest && (
          <div className={classes['because']} title={chainText(affected, text)}>
            {becauseText(nearest, text)}
          </div>
        )
      )}
    </li>
  );
}
