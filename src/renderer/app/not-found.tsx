import { Link, useLocation } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { links } from './links.ts';

export function NotFound() {
  const text = useText();
  const [path] = useLocation();
  return (
    <>
      <ScreenHeader title={text.shell.notFound.title} />
      <EmptyState title={text.shell.notFound.reason(path)}>
        <Link href={links.overview}>{text.shell.notFound.back}</Link>
      </EmptyState>
    </>
  );
}
