import { Button } from '@mantine/core';
import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { openNewTicket } from './new-ticket-state.ts';

/** Why the list is empty, and what to do next. */
export function NothingHere({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const { tickets: words } = useText();
  if (narrowed) {
    return (
      <EmptyState title={words.nothingFits.title} reason={words.nothingFits.reason}>
        <Button onClick={onClear}>{words.filter.clear}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={words.nothing.title} reason={words.nothing.reason}>
      <Button variant="filled" onClick={() => openNewTicket()}>
        {words.new}
      </Button>
    </EmptyState>
  );
}
