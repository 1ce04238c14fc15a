import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';

export function TopologyScreen() {
  const text = useText();
  return (
    <>
      <ScreenHeader title={text.shell.screens.topology} />
      <EmptyState title={text.shell.screens.topology} />
    </>
  );
}
