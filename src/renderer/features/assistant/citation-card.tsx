import { cleanText } from '../../../shared/clean-text.ts';
import type { Citation } from '../../../shared/model/citation.ts';
import { isEntityKind } from '../../../shared/model/kinds/registry.ts';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './citation.module.css';

/** What a source says, where it stands and how old it is. */
export function CitationCard({ citation }: { citation: Citation }) {
  const text = useText();
  const { sources } = text.assistant;
  const age = useAgeOf()(citation);
  return (
    <div className={classes['card']}>
      <p className={classes['cardTitle']} dir="auto">
        {citation.is === 'entity' && isEntityKind(citation.kind) && <KindIcon kind={citation.kind} />}
        {sourceTitle(citation)}
      </p>
      <p className={classes['dim']}>
        {kindOf(citation, text)} · {age}
      </p>
      {citation.is === 'passage' && citation.headings.length > 0 && (
        <p className={classes['dim']} dir="auto">
          {citation.headings.map(cleanText).join(' › ')}
        </p>
      )}
      <Evidence citation={citation} />
      {citation.gone === true ? (
        <StatusMark status="warning" label={sources.goneHint} wrap />
      ) : (
        <p className={classes['dim']}>{whatOpens(citation, sources)}</p>
      )}
    </div>
  );
}

/** The same on one or two lines, for a list. */
export function EvidenceInShort({ citation }: { citation: Citation }) {
  const line =
    citation.is === 'entity'
      ? citation.facts.map(({ label, text }) => `${cleanText(label)} ${cleanText(text)}`).join(' · ')
      : citation.is === 'change'
        ? cleanText(citation.text)
        : `“${cleanText(citation.quote)}”`;
  return line === '' ? null : (
    <p className={classes['short']} dir="auto">
      {line}
    </p>
  );
}

/** What of the source says what it is cited for. */
function Evidence({ citation }: { citation: Citation }) {
  switch (citation.is) {
    case 'passage':
    case 'ticket':
    case 'tool':
      return (
        <blockquote className={classes['quote']} dir="auto">
          {citation.quote.split('\n').map(cleanText).join('\n')}
        </blockquote>
      );
    case 'change':
      return (
        <blockquote className={classes['quote']} dir="auto">
          {cleanText(citation.text)}
        </blockquote>
      );
    case 'entity':
      return citation.facts.length === 0 ? null : (
        <dl className={classes['facts']}>
          {citation.facts.map((fact) => (
            <div key={`${fact.path} ${fact.text}`} className={classes['fact']}>
              <dt>{cleanText(fact.label)}</dt>
              <dd dir="auto">{cleanText(fact.text)}</dd>
            </div>
          ))}
        </dl>
      );
  }
}

export function sourceTitle(citation: Citation): string {
  switch (citation.is) {
    case 'passage':
    case 'ticket':
      return cleanText(citation.title);
    case 'entity':
    case 'change':
      return cleanText(citation.name);
    case 'tool':
      return cleanText(citation.tool);
  }
}

export function kindOf(citation: Citation, text: Catalogue): string {
  const { sources } = text.assistant;
  switch (citation.is) {
    case 'passage':
      return sources[citation.origin.is];
    case 'entity':
      return isEntityKind(citation.kind) ? text.kinds.name(citation.kind) : citation.kind;
    case 'change':
      return sources.change;
    case 'ticket':
      return sources.ticket;
    case 'tool':
      return sources.tool(cleanText(citation.server));
  }
}

/** How old what a source says is. */
export function useAgeOf(): (citation: Citation) => string {
  const { sources } = useText().assistant;
  const moment = useMomentText();
  return (citation) => {
    const { relative } = moment(citation.is === 'entity' ? citation.observedAt : citation.at);
    switch (citation.is) {
      case 'passage':
        return citation.origin.is === 'file' ? sources.modified(relative) : sources.written(relative);
      case 'entity':
        return sources.seen(relative);
      case 'change':
        return sources.changed(relative);
      case 'ticket':
        return sources.written(relative);
      case 'tool':
        return sources.read(relative);
    }
  };
}

function whatOpens(citation: Citation, sources: Catalogue['assistant']['sources']): string {
  switch (citation.is) {
    case 'passage':
      switch (citation.origin.is) {
        case 'document':
          return sources.openPassage;
        case 'note':
          return sources.openNote;
        case 'file':
          return sources.openFile(cleanText(`${citation.origin.folder}/${citation.origin.file}`));
      }
      return '';
    case 'entity':
    case 'change':
      return sources.openEntity;
    case 'ticket':
      return citation.ticket;
    case 'tool':
      return sources.openCall;
  }
}
