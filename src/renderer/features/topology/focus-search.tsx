import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import type { TopologyLens } from '../../../shared/contract/topology.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import classes from './topology-screen.module.css';

/** Finds an entity by name, address or identifier, and focuses on it. */
export function FocusSearch(props: {
  lens: TopologyLens;
  at: Instant | undefined;
  onFocus: (id: EntityId) => void;
}) {
  const { lens, at, onFocus } = props;
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState('');
  const [wanted] = useDebouncedValue(value.trim(), 120);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const { data } = useCall(
    'topology.search',
    { text: wanted, lens, ...(at !== undefined && { at }) },
    { enabled: wanted !== '', keepPrevious: true },
  );
  useShortcut('screen', 'f', text.topology.shortcuts.find, () => input.current?.focus());
  const items = wanted === '' ? [] : (data?.items ?? []);
  return (
    <Combobox
      store={box}
      width={360}
      position="bottom-start"
      onOptionSubmit={(id) => {
        onFocus(id as EntityId);
        setValue('');
        box.closeDropdown();
        // The picture's keys are keys again.
        input.current?.blur();
      }}
    >
      <Combobox.Target>
        <TextInput
          ref={input}
          className={classes['search'] ?? ''}
          aria-label={text.topology.search}
          placeholder={text.topology.searchPlaceholder}
          leftSection={<Search size={14} aria-hidden />}
          value={value}
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
        <Combobox.Options mah={360} style={{ overflowY: 'auto' }}>
          {items.map((item) => (
            <Combobox.Option key={item.id} value={item.id}>
              <span className={classes['option']}>
                <KindIcon kind={item.kind} />
                <span className={classes['optionName']}>{cleanText(item.name)}</span>
                <span className={classes['optionKind']}>{text.kinds.name(item.kind)}</span>
              </span>
            </Combobox.Option>
          ))}
          {items.length === 0 && data && (
            <Combobox.Empty>{text.topology.nothingFound(wanted)}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
