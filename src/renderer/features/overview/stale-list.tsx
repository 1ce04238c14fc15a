import { Link } from 'wouter';
import { links } from '../../app/links.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './overview.module.css';

const shown = 5;

/** Which documents would be written anew, and why. Asked for only when there are some. */
export function StaleList({ count }: { count: number }) {
  const text = useText();
  const words = text.overview.staleList;
  const { data } = useCall('documents.stale', {}, { enabled: count > 0, keepPrevious: true });
  if (count === 0 || !data || data.documents.length === 0) return null;
  const more = data.documents.length - shown;
  return (
    <Section title={words.title}>
      <ul className={classes['list']}>
        {data.documents.slice(0, shown).map((document) => (
          <li key={document.id} className={classes['stale']}>
            <Link className={classes['staleTitle'] ?? ''} href={links.document(document.id)}>
              {document.title}
            </Link>
            <span className={classes['why']}>{document.reason}</span>
          </li>
        ))}
        {more > 0 && (
          <li className={classes['dim']}>
            <Link href={links.documents}>{words.more(more)}</Link>
          </li>
        )}
      </ul>
    </Section>
  );
}
