import { Maximize2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Block } from '../../../shared/model/block.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { useClient } from '../../app/client-context.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { DiagramWindow } from './diagram-window.tsx';
import { DiagramPicture } from './diagram-picture.tsx';
import { inertSvg } from './inert-svg.ts';
import { drawMermaid } from './mermaid-drawing.ts';
import { usePage } from './page-context.ts';
import { usePrinting } from './printing.ts';
import { useNear } from './use-near.ts';
import classes from './diagram-view.module.css';

type DiagramBlock = Extract<Block, { t: 'diagram' }>;

type Drawing =
  | { readonly is: 'drawing' }
  | { readonly is: 'drawn'; readonly svg: SVGSVGElement; readonly simpler: boolean }
  | { readonly is: 'failed' };

/** A picture of what hangs together, and the same in words. Its nodes lead to their entities. */
export function DiagramView(props: { block: DiagramBlock; section: string; diagram: number }) {
  const { block } = props;
  const text = useText();
  const words = useId();
  const [enlarged, setEnlarged] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const drawing = useDrawing(props, useNear(figure));
  const printing = usePrinting();
  const title = cleanText(block.title);
  return (
    <figure ref={figure} className={classes['figure']}>
      <figcaption className={classes['caption']}>
        <span>{title}</span>
        {drawing.is === 'drawn' && (
          <span className={classes['enlarge']}>
            <IconButton
              icon={Maximize2}
              size={24}
              label={text.documents.diagram.enlarge(title)}
              onClick={() => setEnlarged(true)}
            />
          </span>
        )}
      </figcaption>
      {drawing.is === 'drawn' && drawing.simpler && (
        <p className={classes['word']}>{text.documents.diagram.asDrawn}</p>
      )}
      {drawing.is === 'failed' || (drawing.is === 'drawing' && printing) ? (
        <>
          {drawing.is === 'failed' && <p className={classes['word']}>{text.documents.diagram.notDrawn}</p>}
          <p id={words}>{cleanText(block.description)}</p>
        </>
      ) : (
        <>
          <div
            className={classes['picture']}
            tabIndex={0}
            role="img"
            aria-label={title}
            aria-describedby={words}
          >
            {drawing.is === 'drawn' ? (
              <DiagramPicture svg={drawing.svg} graph={block.graph} />
            ) : (
              <span className={classes['word']}>{text.documents.diagram.drawing}</span>
            )}
          </div>
          <details className={classes['words']}>
            <summary>{text.documents.diagram.words}</summary>
            <p>{cleanText(block.description)}</p>
          </details>
          <p id={words} hidden>
            {cleanText(block.description)}
          </p>
        </>
      )}
      {enlarged && drawing.is === 'drawn' && (
        <DiagramWindow
          title={title}
          svg={drawing.svg}
          graph={block.graph}
          onClose={() => setEnlarged(false)}
        />
      )}
    </figure>
  );
}

function useDrawing(
  { block, section, diagram }: { block: DiagramBlock; section: string; diagram: number },
  wantedNow: boolean,
): Drawing {
  const client = useClient();
  const { id, version, at } = usePage();
  const [drawing, setDrawing] = useState<Drawing>({ is: 'drawing' });
  const { mermaid } = block;
  useEffect(() => {
    if (!wantedNow) return;
    let wanted = true;
    const show = (next: Drawing) => {
      if (wanted) setDrawing(next);
    };
    const draw = async () => {
      try {
        show({ is: 'drawn', svg: await drawMermaid(mermaid), simpler: false });
        return;
      } catch {
        // The application draws it as well, more simply.
      }
      try {
        const { svg: text } = await client.call('documents.picture', {
          id,
          section,
          diagram,
          ...(version === undefined ? {} : { version }),
          ...(at === undefined ? {} : { at }),
        });
        const svg = text === undefined ? undefined : inertSvg(text);
        show(svg === undefined ? { is: 'failed' } : { is: 'drawn', svg, simpler: true });
      } catch {
        show({ is: 'failed' });
      }
    };
    void draw();
    return () => {
      wanted = false;
    };
  }, [wantedNow, mermaid, client, id, version, at, section, diagram]);
  return drawing;
}
