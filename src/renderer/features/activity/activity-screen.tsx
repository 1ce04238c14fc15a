import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';

export function ActivityScreen() {
  const text = useText();
  return (
    <>
      <ScreenHeader title={text.shell.screens.activity} />
      <EmptyState title={text.shell.screens.activity} />
    </>
  );
}
