import { CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import { splitEntityId } from '../../../shared/model/ids.ts';
import { isEntityKind } from '../../../shared/model/kinds/registry.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import type { ChosenEntity } from './new-ticket-state.ts';
import classes from './forms.module.css';

const mostEntities = 50;

/** Things of the inventory, found by name, address or identifier; any number of them. */
export function EntityPicker(props: {
  label: string;
  chosen: readonly ChosenEntity[];
  onChange: (chosen: readonly ChosenEntity[]) => void;
}) {
  const { label, chosen, onChange } = props;
  const text = useText();
  const words = text.tickets.form;
  const [value, setValue] = useState('');
  const [wanted] = useDebouncedValue(value.trim(), 120);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const { data } = useCall(
    'search.find',
    { text: wanted, limit: 12 },
    { enabled: wanted !== '', keepPrevious: true },
  );
  const known = new Set(chosen.map(({ id }) => id));
  const found = wanted === '' ? [] : (data?.entities.filter(({ id }) => !known.has(id)) ?? []);
  return (
    <div>
      <Combobox
        store={box}
        position="bottom-start"
        onOptionSubmit={(id) => {
          const entity = found.find((one) => one.id === id);
          if (entity && chosen.length < mostEntities) {
            onChange([...chosen, { id: entity.id, name: entity.name }]);
          }
          setValue('');
          box.closeDropdown();
        }}
      >
        <Combobox.Target>
          <TextInput
            label={label}
            placeholder={words.aboutPlaceholder}
            leftSection={<Search size={14} aria-hidden />}
            value={value}
            autoComplete="off"
            onChange={(event) => {
              setValue(event.currentTarget.value);
              box.openDropdown();
              box.updateSelectedOptionIndex();
            }}
            onFocus={() => box.openDropdown()}
            onBlur={() => box.closeDropdown()}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={wanted === ''}>
          <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
            {found.map(({ id, kind, name, partition, source }) => (
              <Combobox.Option key={id} value={id}>
                <span className={classes['option']}>
                  <KindIcon kind={kind} />
                  <span className={classes['optionName']}>{cleanText(name)}</span>
                  <span className={classes['dim']}>
                    {[text.kinds.name(kind), partition, source]
                      .filter((part) => part !== undefined && part !== '')
                      .map((part) => cleanText(part ?? ''))
                      .join(' · ')}
                  </span>
                </span>
              </Combobox.Option>
            ))}
            {found.length === 0 && data && <Combobox.Empty>{words.nothingFound(wanted)}</Combobox.Empty>}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {chosen.length > 0 && (
        <ul className={classes['chosen']} aria-label={label}>
          {chosen.map((entity) => {
            const { kind } = splitEntityId(entity.id);
            const name = cleanText(entity.name);
            return (
              <li key={entity.id} className={classes['pill']}>
                {isEntityKind(kind) && <KindIcon kind={kind} />}
                <span className={classes['optionName']}>{name}</span>
                <CloseButton
                  size="sm"
                  aria-label={words.remove(name)}
                  onClick={() => onChange(chosen.filter(({ id }) => id !== entity.id))}
                />
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
