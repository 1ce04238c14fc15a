import { memo } from 'react';
import type { Block } from '../../../shared/model/block.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { DiagramView } from './diagram-view.tsx';
import { Pieces } from './pieces.tsx';
import { ProseView } from './prose-view.tsx';
import { TableView } from './table-view.tsx';
import classes from './block-view.module.css';

/** One block of a section. `title` is the section's, for tables and diagrams without a name of their own. */
export const BlockView = memo(function BlockView(props: {
  block: Block;
  level: 2 | 3;
  title: string;
  section: string;
  /** Which diagram of its section it is, from 0. */
  diagram: number;
}) {
  const { block, level, title, section, diagram } = props;
  switch (block.t) {
    case 'paragraph':
      return (
        <p className={classes['paragraph']}>
          <Pieces content={block.content} reachable />
        </p>
      );
    case 'heading': {
      const Heading = level === 2 ? 'h3' : 'h4';
      return <Heading className={classes['heading']}>{cleanText(block.text)}</Heading>;
    }
    case 'list':
      return (
        <ul className={classes['list']}>
          {block.items.map((item, i) => (
            <li key={i}>
              <Pieces content={item} reachable />
            </li>
          ))}
        </ul>
      );
    case 'facts':
      return (
        <dl className={classes['facts']}>
          {block.items.map(({ label, value }, i) => (
            <div key={i} className={classes['factRow']}>
              <dt>{cleanText(label)}</dt>
              <dd>
                <Pieces content={value} reachable />
              </dd>
            </div>
          ))}
        </dl>
      );
    case 'table':
      return <TableView block={block} title={block.caption ?? title} />;
    case 'prose':
      return <ProseView block={block} />;
    case 'diagram':
      return <DiagramView block={block} section={section} diagram={diagram} />;
  }
});
