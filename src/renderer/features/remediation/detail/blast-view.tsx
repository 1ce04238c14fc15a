import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import type { EntityId } from '../../../../shared/model/ids.ts';
import { links } from '../../../app/links.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { EntityLink } from '../../../ui/entity-link.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { Section } from '../../../ui/section.tsx';
import { hitShapes } from '../../topology/hit-shapes.ts';
import classes from './detail.module.css';

const BlastPicture = lazy(async () => ({ default: (await import('./blast-picture.tsx')).BlastPicture }));
const listed = 8;

/** What goes dark or is degraded while the target is away, nearest first; as a picture when asked for. */
export function BlastView({ id, name }: { id: EntityId; name: string }) {
  const { remediation, topology } = useText();
  const words = remediation.blast;
  const [drawn, setDrawn] = useState(false);
  const { data, error, refetch } = useCall(
    'topology.blastRadius',
    { id, limit: listed },
    { staleTime: 60_000 },
  );
  const total = data ? data.levels.lost + data.levels.restarts + data.levels.reduced : 0;
  return (
    <Section
      title={words.title}
      detail={
        data && total > 0
          ? topology.failure.summary(data.levels.lost, data.levels.restarts, data.levels.reduced)
          : undefined
      }
      actions={
        <>
          {total > 0 && (
            <Button size="xs" onClick={() => setDrawn(!drawn)} aria-expanded={drawn}>
              {drawn ? words.hide : words.draw}
            </Button>
          )}
          <Button size="xs" component={Link} href={links.failureOf(id)}>
            {words.open}
          </Button>
        </>
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows rows={3} />
      ) : total === 0 ? (
        <p className={classes['dim']}>{words.nothing}</p>
      ) : (
        <>
          {drawn && (
            <Suspense fallback={<SkeletonRows rows={8} />}>
              <BlastPicture id={id} name={name} />
            </Suspense>
          )}
          <ul className={classes['affected']}>
            {data.affected.map((one) => (
              <li key={one.id}>
                <span className={classes['hit']} data-level={one.level}>
                  <span aria-hidden>{hitShapes[one.level]}</span> {topology.failure.levels[one.level]}
                </span>
                <EntityLink id={one.id} name={one.name} />
              </li>
            ))}
            {total > data.affected.length && (
              <li className={classes['dim']}>{words.more(total - data.affected.length)}</li>
            )}
          </ul>
        </>
      )}
    </Section>
  );
}
