import { Button, Tooltip } from '@mantine/core';
import { Link2, Radio, StickyNote } from 'lucide-react';
import { memo, useState } from 'react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { links } from '../../app/links.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { useCopyLink } from '../../ui/copy-link-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { BlockView } from './block-view.tsx';
import { readDraft } from './note-drafts.ts';
import { NoteEditor, type Note } from './note-editor.tsx';
import { NoteView } from './note-view.tsx';
import { usePage } from './page-context.ts';
import { WriteAgain } from './write-again.tsx';
import classes from './section-view.module.css';

export type Shown = OutputOf<'documents.show'>;
type Section = Shown['sections'][number];
type StaleSection = NonNullable<Shown['stale']>['details'][number];

/** The anchor of a section in the page; what the address names after the `#`. */
export function sectionElementId(key: string): string {
  return key;
}

export const SectionView = memo(function SectionView(props: {
  section: Section;
  notes: readonly Note[];
  stale?: StaleSection;
}) {
  const { section, notes, stale } = props;
  const { key, level, blocks, live } = section;
  const text = useText();
  const copy = useCopyLink();
  const { id, current } = usePage();
  const [adding, setAdding] = useState(() => current && readDraft(id, key) !== undefined);
  const title = cleanText(section.title);
  const Heading = level === 2 ? 'h2' : 'h3';
  let diagrams = 0;
  return (
    <section className={classes['section']} data-section={key}>
      <div className={classes['head']} data-level={level}>
        <Heading id={sectionElementId(key)} tabIndex={-1} className={classes['title']}>
          {title}
        </Heading>
        {live && (
          <Tooltip label={text.documents.liveHint}>
            <span className={classes['live']} tabIndex={0} role="note">
              <Radio size={12} aria-hidden />
              {text.documents.live}
            </span>
          </Tooltip>
        )}
        <span className={classes['tools']}>
          <IconButton
            icon={Link2}
            size={24}
            label={text.documents.copySection(title)}
            onClick={() => void copy(links.document(id, key))}
          />
          {current && (
            <Permitted method="documents.addNote">
              <IconButton
                icon={StickyNote}
                size={24}
                label={text.documents.notes.addTo(title)}
                onClick={() => setAdding(true)}
              />
            </Permitted>
          )}
        </span>
      </div>
      {stale && <StaleMark stale={stale} />}
      {blocks.map((block, i) => (
        <BlockView
          key={i}
          block={block}
          level={level}
          title={title}
          section={key}
          diagram={block.t === 'diagram' ? diagrams++ : 0}
        />
      ))}
      {notes.map((note) => (
        <NoteView key={note.id} note={note} sectionTitle={title} />
      ))}
      {adding && <NoteEditor section={key} sectionTitle={title} onDone={() => setAdding(false)} />}
    </section>
  );
});

function StaleMark({ stale }: { stale: StaleSection }) {
  const text = useText();
  const moment = useMomentText();
  const { state, reason, since } = stale;
  const measured = state === 'measured';
  const why = since === undefined ? reason : text.documents.stale.since(reason, moment(since).absolute);
  return (
    <div className={classes['stale']} data-state={state}>
      <StatusMark
        status={measured ? 'info' : 'warning'}
        label={
          state === 'removed'
            ? text.documents.stale.removed
            : measured
              ? text.documents.stale.measured
              : text.documents.stale.configuration
        }
      />
      <span className={classes['reason']}>{cleanText(why)}</span>
      <WriteAgain
        render={(start) => (
          <Permitted method="documents.generate">
            <Button size="xs" onClick={start}>
              {text.documents.stale.write}
            </Button>
          </Permitted>
        )}
      />
    </div>
  );
}
