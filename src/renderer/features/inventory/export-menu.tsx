import { memo } from 'react';
import { Button, Menu } from '@mantine/core';
import { ChevronDown, Download } from 'lucide-react';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { ExportState } from './use-export.ts';

/** The list, or what is chosen of it, as a file. While it is made it says how far it is, and can be stopped. */
export const ExportMenu = memo(function ExportMenu(props: {
  state: ExportState;
  total: number;
  selected: number;
  onExport: (format: 'csv' | 'json', onlySelected: boolean) => void;
  onCancel: () => void;
}) {
  const { state, total, selected, onExport, onCancel } = props;
  const text = useText();
  if (state.is === 'running') {
    const percent = state.total === 0 ? 0 : Math.floor((state.done / state.total) * 100);
    return <Button onClick={onCancel}>{text.inventory.stopExport(percent)}</Button>;
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          leftSection={<Download size={14} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
          disabled={total === 0}
        >
          {text.inventory.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {state.is === 'failed' && (
          <Menu.Label>
            <StatusMark status="warning" label={state.message} wrap />
          </Menu.Label>
        )}
        <Menu.Item onClick={() => onExport('csv', false)}>{text.inventory.exportAs('CSV', total)}</Menu.Item>
        <Menu.Item onClick={() => onExport('json', false)}>
          {text.inventory.exportAs('JSON', total)}
        </Menu.Item>
        {selected > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{text.inventory.selected(selected)}</Menu.Label>
            <Menu.Item onClick={() => onExport('csv', true)}>
              {text.inventory.exportAs('CSV', selected)}
            </Menu.Item>
            <Menu.Item onClick={() => onExport('json', true)}>
              {text.inventory.exportAs('JSON', selected)}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
});
