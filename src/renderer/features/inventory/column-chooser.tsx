import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { memo, useState } from 'react';
import type { InventoryField } from '../../../shared/contract/inventory.ts';
import { useText } from '../../i18n/catalogue.tsx';
import type { Columns } from './column-state.ts';
import classes from './column-chooser.module.css';

/** Every field that a table of the kind can show; those shown first, in their order. */
export const ColumnChooser = memo(function ColumnChooser(props: {
  columns: Columns;
  own: readonly InventoryField[];
  common: readonly InventoryField[];
  isUsual: boolean;
  onToggle: (path: string) => void;
  onReset: () => void;
}) {
  const { columns, own, common, isUsual, onToggle, onReset } = props;
  const text = useText();
  const [search, setSearch] = useState('');
  const word = search.trim().toLowerCase();
  const shown = new Set(columns.map(({ path }) => path));
  const fits = ({ path, title }: InventoryField) =>
    word === '' || path.toLowerCase().includes(word) || title.toLowerCase().includes(word);
  const groups = [
    { title: text.inventory.ownFields, fields: own.filter(fits) },
    { title: text.inventory.commonFields, fields: common.filter(fits) },
  ].filter(({ fields }) => fields.length > 0);
  // A label is a column too, if somebody names it.
  const free =
    word !== '' && word.startsWith('label.') && !shown.has(search.trim()) ? search.trim() : undefined;
  return (
    <Popover position="bottom-end" trapFocus withinPortal width={340}>
      <Popover.Target>
        <Button leftSection={<Columns3 size={14} aria-hidden />}>{text.inventory.columns}</Button>
      </Popover.Target>
      <Popover.Dropdown className={classes['dropdown'] ?? ''}>
        <TextInput
          aria-label={text.inventory.findColumn}
          placeholder={text.inventory.findColumn}
          value={search}
          data-autofocus
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <div className={classes['list']}>
          {groups.map(({ title, fields }) => (
            <fieldset key={title} className={classes['group']}>
              <legend className={classes['legend']}>{title}</legend>
              {fields.map((field) => (
                <Checkbox
                  key={field.path}
                  size="xs"
                  className={classes['field'] ?? ''}
                  checked={shown.has(field.path)}
                  disabled={field.path === 'name'}
                  label={
                    <span className={classes['label']}>
                      {field.title}
                      <code className={classes['path']}>{field.path}</code>
                    </span>
                  }
                  onChange={() => onToggle(field.path)}
                />
              ))}
            </fieldset>
          ))}
          {free !== undefined && (
            <Button variant="subtle" onClick={() => onToggle(free)}>
              {text.inventory.addColumn(free)}
            </Button>
          )}
        </div>
        <Button variant="subtle" disabled={isUsual} onClick={onReset}>
          {text.inventory.usualColumns}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
});
