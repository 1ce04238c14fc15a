import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import classes from './inventory-list.module.css';
import type { KindTab } from './list-state.ts';

/** Why a list has no rows, and what to do about it. */
export function EmptyList(props: {
  kinds: number;
  filter: string;
  kind: KindTab;
  onClear: () => void;
  onEverywhere: () => void;
}) {
  const { kinds, filter, kind, onClear, onEverywhere } = props;
  const text = useText();
  const [, navigate] = useLocation();
  if (kinds === 0) {
    return (
      <EmptyState title={text.inventory.nothingCollected} reason={text.inventory.nothingCollectedWhy}>
        <Button variant="filled" onClick={() => navigate(links.settingsSection('sources'))}>
          {text.inventory.addSource}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={text.inventory.nothingMatches}
      reason={filter.trim() === '' ? text.inventory.noneOfKind : text.inventory.nothingMatchesWhy}
    >
      {filter.trim() !== '' && (
        <div className={classes['actions']}>
          <Button onClick={onClear}>{text.inventory.clearFilter}</Button>
          {kind !== 'all' && <Button onClick={onEverywhere}>{text.inventory.searchAll}</Button>}
        </div>
      )}
    </EmptyState>
  );
}
