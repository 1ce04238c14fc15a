import { Link, useLocation } from 'wouter';
import { useText } from '../i18n/catalogue.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { links } from './links.ts';

export function NotFound() {
  const text = useText();
  const [path] = useLocation();
  return (
    <EmptyState title={text.shell.notFound.title} reason={text.shell.notFound.reason(path)}>
      <Link href={links.overview}>{text.shell.notFound.back}</Link>
    </EmptyState>
  );
}
