import { ChevronLeft, Flame, Network } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { kindDefinition } from '../../../shared/model/kinds/registry.ts';
import { useAsOf } from '../../app/as-of.ts';
import { useDocumentTitle } from '../../app/document-title.ts';
import { links } from '../../app/links.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ProposeButton } from '../remediation/propose/propose-button.tsx';
import { EntityDetails } from './entity-details.tsx';
import { EntitySummary } from './entity-summary.tsx';
import classes from './entity.module.css';

/** One entity with the whole window to itself. */
export function EntityPage({ id }: { id: EntityId }) {
  const text = useText();
  const [at] = useAsOf();
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const { data, error, refetch } = useCall('inventory.entity', {
    id,
    ...(at !== undefined && { at }),
    related: 24,
  });
  useEvent('inventory.changed', {}, () => {
    if (at === undefined) refresh('inventory.entity', 'inventory.timeline');
  });
  useDocumentTitle(data?.entity.name);
  const back = () => (history.length > 1 ? history.back() : navigate(links.inventory));
  useShortcut('screen', 'escape', text.inventory.back, back);
  useShortcut('screen', 't', text.inventory.openTopology, () => navigate(links.topologyOf(id)));
  // Nothing depends on what is only said about others.
  const canFail = data !== undefined && kindDefinition(data.entity.kind).domain !== 'infrastructure';
  const whatIf = () => navigate(links.failureOf(id));
  useShortcut('screen', 'b', text.topology.failure.start, whatIf, { enabled: canFail });
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What led here is gone with the list that it stood in.
    if (document.activeElement === document.body) body.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={classes['page']}>
      <header className={classes['pageHead']}>
        <IconButton icon={ChevronLeft} label={text.inventory.back} keys="escape" onClick={back} />
        <div className={classes['pageTitles']}>
          <nav aria-label={text.inventory.whereItIs} className={classes['crumbs']}>
            <Link href={links.inventory}>{text.shell.screens.inventory}</Link>
            {data && (
              <>
                <span aria-hidden>›</span>
                <Link href={`${links.inventory}?kind=${data.entity.kind}`}>
                  {text.kinds.heading(data.entity.kind, 2)}
                </Link>
              </>
            )}
          </nav>
          <h1 className={classes['pageTitle']}>
            {data && <KindIcon kind={data.entity.kind} />}
            <span>{cleanText(data?.entity.name ?? id)}</span>
          </h1>
          {data && <EntitySummary data={data} />}
        </div>
        <div className={classes['pageActions']}>
          <IconButton
            icon={Network}
            label={text.inventory.openTopology}
            keys="t"
            onClick={() => navigate(links.topologyOf(id))}
          />
          {canFail && (
            <IconButton icon={Flame} label={text.topology.failure.start} keys="b" onClick={whatIf} />
          )}
          {data && at === undefined && <ProposeButton target={id} name={data.entity.name} icon />}
          <CopyLinkButton />
        </div>
      </header>
      <div ref={body} className={classes['pageBody']} tabIndex={-1}>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data ? (
          <EntityDetails key={data.entity.id} data={data} at={at} wide />
        ) : (
          <div className={classes['waiting']}>
            <SkeletonRows rows={18} />
          </div>
        )}
      </div>
    </div>
  );
}
