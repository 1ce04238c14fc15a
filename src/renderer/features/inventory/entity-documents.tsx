import { Link } from 'wouter';
import type { EntityId } from '../../../shared/model/ids.ts';
import { links } from '../../app/links.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './entity.module.css';

const mostSections = 6;

/** The pages of the handbook that speak of it; the one that is about it first. */
export function EntityDocuments({ id }: { id: EntityId }) {
  const text = useText();
  const { data, error } = useCall('documents.mentions', { entityId: id });
  const mentions = data?.mentions.toSorted((a, b) => Number(b.home ?? false) - Number(a.home ?? false)) ?? [];
  return (
    <Section title={text.inventory.documents} {...(data && { detail: mentions.length })}>
      {!data && !error && <SkeletonRows rows={2} />}
      {error && <p className={classes['quiet']}>{error.message}</p>}
      {data && mentions.length === 0 && <p className={classes['quiet']}>{text.inventory.noDocuments}</p>}
      <ul className={classes['documents']}>
        {mentions.map((mention) => (
          <li key={mention.id}>
            <Link href={links.document(mention.id)}>{mention.title}</Link>
            {mention.home === true && <span className={classes['home']}>{text.inventory.homePage}</span>}
            <ul className={classes['sections']}>
              {mention.sections.slice(0, mostSections).map((section) => (
                <li key={section.key}>
                  <Link href={links.document(mention.id, section.key)}>{section.title}</Link>
                </li>
              ))}
              {mention.sections.length > mostSections && (
                <li className={classes['quiet']}>
                  {text.inventory.moreSections(mention.sections.length - mostSections)}
                </li>
              )}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  );
}
