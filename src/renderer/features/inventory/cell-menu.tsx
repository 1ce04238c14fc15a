import { Menu } from '@mantine/core';
import { Copy, ExternalLink, Filter, FilterX, Link2, Network, PanelRight } from 'lucide-react';
import { cleanText } from '../../../shared/clean-text.ts';
import { quotedValue } from '../../../shared/model/filter-cursor.ts';
import { useText } from '../../i18n/catalogue.tsx';
import type { CellMenuRequest } from './table.tsx';
import classes from './table.module.css';

/** What can be done with the value under the pointer, and with its row. */
export function CellMenu(props: {
  request: CellMenuRequest;
  value: string | number | boolean | undefined;
  shownAs: string;
  onClose: () => void;
  onFilter: (token: string) => void;
  onCopy: (text: string) => void;
  onOpen: () => void;
  onOpenPage: () => void;
  onTopology: () => void;
  onCopyLink: () => void;
}) {
  const { request, value, shownAs, onClose, onFilter } = props;
  const { x, y, field, row } = request;
  const text = useText();
  const token = (operator: string) => `${field?.path}${operator}${quotedValue(String(value))}`;
  return (
    <Menu opened onClose={onClose} withinPortal position="bottom-start" closeOnClickOutside>
      <Menu.Target>
        <span className={classes['pointer']} style={{ left: x, top: y }} aria-hidden />
      </Menu.Target>
      <Menu.Dropdown>
        {field?.filterable === true && (
          <>
            {value === undefined ? (
              <Menu.Item
                leftSection={<Filter size={14} aria-hidden />}
                onClick={() => onFilter(`${field.path}!=*`)}
              >
                {text.inventory.filterUnknown(field.title)}
              </Menu.Item>
            ) : (
              <>
                <Menu.Item
                  leftSection={<Filter size={14} aria-hidden />}
                  onClick={() => onFilter(token(':'))}
                >
                  {text.inventory.filterBy(field.title, shownAs)}
                </Menu.Item>
                <Menu.Item
                  leftSection={<FilterX size={14} aria-hidden />}
                  onClick={() => onFilter(token('!='))}
                >
                  {text.inventory.filterOut(field.title, shownAs)}
                </Menu.Item>
                <Menu.Item
                  leftSection={<Copy size={14} aria-hidden />}
                  onClick={() => props.onCopy(String(value))}
                >
                  {text.inventory.copyValue}
                </Menu.Item>
              </>
            )}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{cleanText(row.name)}</Menu.Label>
        <Menu.Item leftSection={<PanelRight size={14} aria-hidden />} onClick={props.onOpen}>
          {text.inventory.showDetails}
        </Menu.Item>
        <Menu.Item leftSection={<ExternalLink size={14} aria-hidden />} onClick={props.onOpenPage}>
          {text.ui.openAsPage}
        </Menu.Item>
        <Menu.Item leftSection={<Network size={14} aria-hidden />} onClick={props.onTopology}>
          {text.inventory.openTopology}
        </Menu.Item>
        <Menu.Item leftSection={<Copy size={14} aria-hidden />} onClick={() => props.onCopy(row.id)}>
          {text.inventory.copyId}
        </Menu.Item>
        <Menu.Item leftSection={<Link2 size={14} aria-hidden />} onClick={props.onCopyLink}>
          {text.inventory.copyEntityLink}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
