import { useEffect, useId, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { isEntityKind } from '../../../shared/model/kinds/registry.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { Moment } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { usePage } from './page-context.ts';
import classes from './origin-card.module.css';

/** What the pointer or the focus is on, and what there is to tell about it. */
interface Subject {
  readonly anchor: Element;
  readonly entity?: EntityId;
  readonly path?: string;
  /** What the page says. */
  readonly shown: string;
  readonly from?: string;
  readonly reason?: string;
  readonly hint?: string;
  /** What bears a sentence out. */
  readonly sources?: string;
}

const openDelayMs = 300;
const closeDelayMs = 120;

/** One card for a whole page: where a value comes from, what an entity is, why something is unknown. */
export function OriginCard({ page }: { page: RefObject<HTMLElement | null> }) {
  const [subject, setSubject] = useState<Subject>();
  const card = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    const root = page.current;
    if (!root) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = (next: Subject | undefined, delay: number) => {
      clearTimeout(timer);
      timer = setTimeout(
        () => setSubject((before) => (before?.anchor === next?.anchor ? before : next)),
        delay,
      );
    };
    const over = (event: Event) => {
      if (!(event.target instanceof Element)) return;
      const next = subjectOf(event.target);
      soon(next, next === undefined ? closeDelayMs : event.type === 'focusin' ? 0 : openDelayMs);
    };
    const out = () => soon(undefined, closeDelayMs);
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setSubject(undefined);
    };
    const stay = () => clearTimeout(timer);
    const events = [
      ['pointerover', over],
      ['pointerleave', out],
      ['focusin', over],
      ['focusout', out],
      ['scroll', out],
    ] as const;
    for (const [name, listener] of events)
      root.addEventListener(name, listener, { capture: name === 'scroll' });
    root.addEventListener('keydown', escape);
    const shown = card.current;
    shown?.addEventListener('pointerenter', stay);
    shown?.addEventListener('pointerleave', out);
    return () => {
      clearTimeout(timer);
      for (const [name, listener] of events)
        root.removeEventListener(name, listener, { capture: name === 'scroll' });
      root.removeEventListener('keydown', escape);
      shown?.removeEventListener('pointerenter', stay);
      shown?.removeEventListener('pointerleave', out);
    };
  }, [page]);
  useLayoutEffect(() => {
    if (subject === undefined || !card.current) return;
    place(card.current, subject.anchor.getBoundingClientRect());
    subject.anchor.setAttribute('aria-describedby', id);
    return () => subject.anchor.removeAttribute('aria-describedby');
  }, [subject, id]);
  return (
    <div ref={card} id={id} role="tooltip" className={classes['card']} hidden={subject === undefined}>
      {subject && (
        <CardContent
          subject={subject}
          onGrown={() => card.current && place(card.current, subject.anchor.getBoundingClientRect())}
        />
      )}
    </div>
  );
}

function place(card: HTMLElement, anchor: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = Math.max(8, Math.min(anchor.left, innerWidth - width - 8));
  const below = anchor.bottom + 6;
  const top = below + height > innerHeight - 8 ? Math.max(8, anchor.top - height - 6) : below;
  card.style.left = `${left}px`;
  card.style.top = `${top}px`;
}

/** A piece of its own first; then the cell, which stands for one attribute of its row's entity. */
function subjectOf(target: Element): Subject | undefined {
  const piece = target.closest(
    '[data-reason], [data-from], [data-sources], a[data-entity], span[data-entity], g[data-entity]',
  );
  const anchor = piece ?? target.closest('td[data-path]');
  if (!anchor) return undefined;
  const data = (name: string) => anchor.getAttribute(`data-${name}`) ?? undefined;
  const shown = anchor.textContent.trim();
  if (piece === null) {
    const entity = anchor.closest('tr')?.getAttribute('data-entity');
    const path = data('path');
    if (entity === null || entity === undefined || path === undefined || shown === '') return undefined;
    return { anchor, shown, entity: entity as EntityId, path };
  }
  const [reason, from, entity, path, hint, sources] = [
    'reason',
    'from',
    'entity',
    'path',
    'hint',
    'sources',
  ].map(data);
  const row = anchor.closest('tr')?.getAttribute('data-entity');
  return {
    anchor,
    shown,
    ...(reason === undefined ? {} : { reason }),
    ...(from === undefined ? {} : { from }),
    ...(entity === undefined
      ? reason !== undefined && typeof row === 'string'
        ? { entity: row as EntityId }
        : {}
      : { entity: entity as EntityId }),
    ...(path === undefined ? {} : { path }),
    ...(hint === undefined ? {} : { hint }),
    ...(sources === undefined ? {} : { sources }),
  };
}

function CardContent({ subject, onGrown }: { subject: Subject; onGrown: () => void }) {
  const text = useText();
  const { at } = usePage();
  const { reason, from, hint, entity, path, shown, sources } = subject;
  return (
    <>
      {reason !== undefined && <p>{text.documents.unknown(cleanText(reason))}</p>}
      {from !== undefined && (
        <p>
          {text.documents.computed} {text.documents.from(cleanText(from))}
        </p>
      )}
      {hint !== undefined && <p>{cleanText(hint)}</p>}
      {sources !== undefined && <p>{text.documents.prose.borneOut(cleanText(sources))}</p>}
      {entity !== undefined && (
        <EntityOrigin
          id={entity}
          shown={shown}
          {...(path === undefined ? {} : { path })}
          {...(at === undefined ? {} : { at })}
          onGrown={onGrown}
        />
      )}
    </>
  );
}

function EntityOrigin(props: {
  id: EntityId;
  path?: string;
  at?: Instant;
  shown: string;
  onGrown: () => void;
}) {
  const { id, path, at, shown, onGrown } = props;
  const { origin } = useText().documents;
  const answer = useCall(
    'documents.origin',
    { id, ...(path === undefined ? {} : { path }), ...(at === undefined ? {} : { at }) },
    { staleTime: 60_000 },
  );
  const { data } = answer;
  useLayoutEffect(onGrown, [data, onGrown]);
  if (answer.isError) return <p className={classes['dim']}>{origin.failed}</p>;
  if (!data) return <p className={classes['dim']}>{origin.loading}</p>;
  const { entity, field } = data;
  if (!entity) return <p className={classes['dim']}>{origin.gone}</p>;
  return (
    <>
      <p className={classes['entity']}>
        {isEntityKind(entity.kind) && <KindIcon kind={entity.kind} />}
        <strong>{cleanText(entity.name)}</strong>
        <span className={classes['dim']}>{entity.kindTitle}</span>
      </p>
      {field && (
        <p className={classes['row']}>
          <span className={classes['dim']}>{field.title}</span>
          <span>
            {field.text === undefined ? `– ${field.reason ?? origin.notKnown}` : cleanText(field.text)}
            {field.text !== undefined && field.text !== shown && !shown.startsWith(field.text) && (
              <span className={classes['dim']}> ({origin.now})</span>
            )}
          </span>
        </p>
      )}
      {!field &&
        entity.state.map(({ label, text }) => (
          <p key={label} className={classes['row']}>
            <span className={classes['dim']}>{label}</span>
            <span>{cleanText(text)}</span>
          </p>
        ))}
      {entity.disappearedAt !== undefined && (
        <p>
          <StatusMark status="unknown" label={origin.disappeared} /> <Moment at={entity.disappearedAt} />
        </p>
      )}
      <p className={classes['dim']}>
        {origin.seen} <Moment at={entity.observedAt} /> {origin.by(entity.source)}
        {entity.confirmedAt !== entity.observedAt && (
          <>
            {' · '}
            {origin.confirmed} <Moment at={entity.confirmedAt} />
          </>
        )}
      </p>
    </>
  );
}
