import { Button } from '@mantine/core';
import { Copy, Download, Filter, Link2, Network, X } from 'lucide-react';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './inventory-list.module.css';

/** What can be done with the rows that are chosen. */
export function SelectionBar(props: {
  count: number;
  /** Few enough to stand in a filter by name. */
  canNarrow: boolean;
  /** Exactly one. */
  canOpenTopology: boolean;
  onCopyNames: () => void;
  onExport: () => void;
  onCopyLink: () => void;
  onNarrow: () => void;
  onTopology: () => void;
  onClear: () => void;
}) {
  const text = useText();
  const { count, canNarrow, canOpenTopology } = props;
  return (
    <div className={classes['selection']} role="toolbar" aria-label={text.inventory.selection}>
      <span className={classes['selectionCount']}>{text.inventory.selected(count)}</span>
      <Button size="xs" leftSection={<Copy size={14} aria-hidden />} onClick={props.onCopyNames}>
        {text.inventory.copyNames(count)}
      </Button>
      <Button size="xs" leftSection={<Download size={14} aria-hidden />} onClick={props.onExport}>
        {text.inventory.exportRows(count)}
      </Button>
      <Button
        size="xs"
        leftSection={<Filter size={14} aria-hidden />}
        disabled={!canNarrow}
        {...(!canNarrow && { title: text.inventory.tooManyToNarrow })}
        onClick={props.onNarrow}
      >
        {text.inventory.filterToThese}
      </Button>
      <Button
        size="xs"
        leftSection={<Link2 size={14} aria-hidden />}
        disabled={!canNarrow}
        onClick={props.onCopyLink}
      >
        {text.inventory.copyLinkToThese}
      </Button>
      <Button
        size="xs"
        leftSection={<Network size={14} aria-hidden />}
        disabled={!canOpenTopology}
        onClick={props.onTopology}
      >
        {text.inventory.openTopology}
      </Button>
      <IconButton
        icon={X}
        size={24}
        label={text.inventory.clearSelection}
        keys="escape"
        onClick={props.onClear}
      />
    </div>
  );
}
