import type { Instant } from '../../../shared/model/ids.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/section.tsx';
import { EntityDocuments } from './entity-documents.tsx';
import { EntityFacts, EntityTables } from './entity-facts.tsx';
import { EntityFindings } from './entity-findings.tsx';
import { EntityRelations } from './entity-relations.tsx';
import type { EntityData } from './entity-summary.tsx';
import { EntityTickets } from './entity-tickets.tsx';
import { EntityTimeline } from './entity-timeline.tsx';
import classes from './entity.module.css';

/** Everything there is to say of an entity; in two columns where there is room. */
export function EntityDetails(props: { data: EntityData; at: Instant | undefined; wide?: boolean }) {
  const { data, at, wide = false } = props;
  const text = useText();
  const findings = data.findings.length > 0 && <EntityFindings findings={data.findings} />;
  const tickets = <EntityTickets id={data.entity.id} />;
  const raw = (
    <Section
      title={text.inventory.raw}
      actions={
        <CopyButton value={JSON.stringify(data.entity, undefined, 2)} label={text.inventory.copyJson} />
      }
    >
      <details>
        <summary className={classes['rawSummary']}>{data.entity.id}</summary>
        <pre className={classes['raw']}>{JSON.stringify(data.entity, undefined, 2)}</pre>
      </details>
    </Section>
  );
  if (!wide) {
    return (
      <>
        {findings}
        {tickets}
        <EntityFacts data={data} />
        <EntityRelations data={data} at={at} />
        <EntityTimeline data={data} at={at} />
        <EntityTables data={data} />
        <EntityDocuments id={data.entity.id} />
        {raw}
      </>
    );
  }
  return (
    <div className={classes['columns']}>
      <div className={classes['column']}>
        {findings}
        {tickets}
        <EntityFacts data={data} />
      </div>
      <div className={classes['column']}>
        <EntityRelations data={data} at={at} />
        <EntityDocuments id={data.entity.id} />
        <EntityTimeline data={data} at={at} />
        <EntityTables data={data} />
        {raw}
      </div>
    </div>
  );
}
