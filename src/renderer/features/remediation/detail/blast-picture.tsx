import { useState } from 'react';
import { useLocation } from 'wouter';
import type { EntityId } from '../../../../shared/model/ids.ts';
import { links } from '../../../app/links.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { GraphCanvas } from '../../topology/graph-canvas.tsx';
import { usePicture } from '../../topology/use-picture.ts';
import classes from './detail.module.css';

/** The target and what stands on it, drawn as the topology draws a failure. */
export function BlastPicture({ id, name }: { id: EntityId; name: string }) {
  const { remediation } = useText();
  const [, navigate] = useLocation();
  const [selected, setSelected] = useState<string>();
  const graph = useCall(
    'topology.graph',
    { focus: id, failed: id, depth: 3, limit: 60 },
    { staleTime: 60_000 },
  );
  const drawn = usePicture(graph.data, id, id, undefined);
  if (graph.error && !graph.data) {
    return <ErrorState error={graph.error} onRetry={() => void graph.refetch()} />;
  }
  if (drawn.failed) return <p className={classes['dim']}>{remediation.blast.failed}</p>;
  return (
    <div className={classes['picture']} role="region" aria-label={remediation.blast.region(name)}>
      {drawn.picture ? (
        <GraphCanvas
          picture={drawn.picture}
          selected={selected}
          failing
          subject={id}
          onSelect={setSelected}
          onToggle={() => navigate(links.failureOf(id))}
        />
      ) : (
        <div className={classes['drawing']}>
          <SkeletonRows rows={8} />
        </div>
      )}
    </div>
  );
}
