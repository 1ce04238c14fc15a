import type { Inline } from '../../../shared/model/block.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { usePage } from './page-context.ts';
import classes from './pieces.module.css';

/**
 * What a paragraph or cell is made of. Where a value comes from is told by one card for the whole page, which reads
 * the `data-` attributes. `name`: plain text is the name of this entity and leads to it. `reachable`: values are
 * stops of the Tab key, which a table of thousands must not have.
 */
export function Pieces(props: {
  content: readonly Inline[];
  name?: EntityId | undefined;
  reachable?: boolean | undefined;
}) {
  return props.content.map((piece, i) => (
    <Piece key={i} piece={piece} name={props.name} reachable={props.reachable === true} />
  ));
}

function Piece({
  piece,
  name,
  reachable,
}: {
  piece: Inline;
  name: EntityId | undefined;
  reachable: boolean;
}) {
  const text = useText();
  const { hrefOf } = usePage();
  if (typeof piece === 'string') {
    if (name !== undefined && piece.trim() !== '') return <EntityAnchor id={name} text={piece} />;
    return cleanText(piece);
  }
  const stop = reachable ? { tabIndex: 0 } : {};
  switch (piece.t) {
    case 'entity':
      return <EntityAnchor id={piece.id} text={piece.text} />;
    case 'fact':
      return (
        <span
          className={classes['fact']}
          data-entity={piece.id}
          data-path={piece.path}
          data-hint={piece.title}
          {...stop}
        >
          {cleanText(piece.text)}
        </span>
      );
    case 'computed':
      return (
        <span className={classes['computed']} data-from={piece.from} {...stop}>
          {cleanText(piece.text)}
        </span>
      );
    case 'unknown':
      return (
        <span className={classes['unknown']} data-reason={piece.reason} {...stop}>
          <span aria-hidden>–</span>
          <span className={classes['spoken']}>{text.documents.unknown(cleanText(piece.reason))}</span>
        </span>
      );
    case 'code':
      return <code className={classes['code']}>{cleanText(piece.text)}</code>;
    case 'strong':
      return <strong>{cleanText(piece.text)}</strong>;
    case 'severity':
      return <SeverityMark severity={piece.severity} />;
    case 'document':
      return <a href={hrefOf(links.document(piece.id))}>{cleanText(piece.text)}</a>;
  }
}

function EntityAnchor({ id, text }: { id: EntityId; text: string }) {
  const { hrefOf } = usePage();
  return (
    <a className={classes['entity']} href={hrefOf(links.entity(id))} data-entity={id}>
      {cleanText(text)}
    </a>
  );
}
