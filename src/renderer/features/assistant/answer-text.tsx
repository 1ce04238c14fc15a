import { Component, memo, useMemo, type ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { Link } from 'wouter';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import { cleanLines, isTooDeep, notTooDeep, picturesAsWords } from '../../ui/markdown-tree.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { noteAddress } from '../documents/note-address.ts';
import { CitationMark } from './citation-mark.tsx';
import { citationMarks } from './citation-marks.ts';
import { splitBlocks, withoutUnfinished } from './split-blocks.ts';
import classes from './answer-text.module.css';

/** Without pictures; with the one element that only `citationMarks` makes. */
const schema = {
  ...defaultSchema,
  tagNames: [
    ...(defaultSchema.tagNames ?? []).filter((name) => name !== 'img' && name !== 'picture'),
    'cite',
  ],
  attributes: { ...defaultSchema.attributes, cite: ['dataNumber'] },
};

/** An answer's Markdown: no HTML, no pictures, no ways to the outside. While it comes, what is finished stays as it is. */
export const AnswerText = memo(function AnswerText({
  text: source,
  streaming,
}: {
  text: string;
  streaming: boolean;
}) {
  const text = useText();
  const components = useMemo(() => componentsOf(text.assistant.answer), [text]);
  const blocks = splitBlocks(cleanLines(streaming ? withoutUnfinished(source) : source));
  return (
    <div className={classes['text']}>
      {blocks.map((block, at) => (
        // Blocks are only ever added at the end.
        <MarkdownBlock key={at} block={block} components={components} say={text.assistant.answer.image} />
      ))}
    </div>
  );
});

const MarkdownBlock = memo(function MarkdownBlock(props: {
  block: string;
  components: Components;
  say: (alt: string) => string;
}) {
  const asWritten = <pre className={classes['scroll']}>{props.block}</pre>;
  if (isTooDeep(props.block)) return asWritten;
  return (
    <OrElse text={props.block} otherwise={asWritten}>
      <DrawnBlock {...props} />
    </OrElse>
  );
});

interface OrElseProps {
  readonly text: string;
  readonly otherwise: ReactNode;
  readonly children: ReactNode;
}
interface OrElseState {
  readonly text: string;
  readonly failed: boolean;
}

/** What cannot be drawn as Markdown is shown as it was written, so that the page stays. */
class OrElse extends Component<OrElseProps, OrElseState> {
  override state: OrElseState = { text: this.props.text, failed: false };

  static getDerivedStateFromProps({ text }: OrElseProps, state: OrElseState): OrElseState | null {
    return text === state.text ? null : { text, failed: false };
  }

  static getDerivedStateFromError(): Partial<OrElseState> {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}

function DrawnBlock(props: { block: string; components: Components; say: (alt: string) => string }) {
  return (
    <Markdown
      skipHtml
      remarkPlugins={[remarkGfm, notTooDeep, [picturesAsWords, props.say], citationMarks]}
      rehypePlugins={[[rehypeSanitize, schema]]}
      components={props.components}
      urlTransform={(url) => url}
    >
      {props.block}
    </Markdown>
  );
}

function componentsOf(words: Catalogue['assistant']['answer']): Components {
  const heading = ({ children }: { children?: ReactNode }) => (
    <h3 className={classes['heading']} dir="auto">
      {children}
    </h3>
  );
  const smaller = ({ children }: { children?: ReactNode }) => (
    <h4 className={classes['heading']} dir="auto">
      {children}
    </h4>
  );
  return {
    h1: heading,
    h2: heading,
    h3: heading,
    h4: smaller,
    h5: smaller,
    h6: smaller,
    p: ({ children }) => <p dir="auto">{children}</p>,
    li: ({ children }) => <li dir="auto">{children}</li>,
    cite: ({ node }) => <CitationMark number={Number(node?.properties['dataNumber'])} />,
    a({ href, children }) {
      const address = noteAddress(href);
      switch (address.to) {
        case 'inside':
          return <Link href={address.path}>{children}</Link>;
        case 'outside':
          return (
            <span className={classes['outside']}>
              {children}
              {textOf(children) !== address.url && ` (${address.url})`}
            </span>
          );
        case 'nowhere':
          return <span>{children}</span>;
      }
    },
    table: ({ children }) => (
      <div className={classes['scroll']} role="group" tabIndex={0} aria-label={words.table}>
        <table>{children}</table>
      </div>
    ),
    th: ({ children, style }) => (
      <th scope="col" dir="auto" style={style}>
        {children}
      </th>
    ),
    td: ({ children, style }) => (
      <td dir="auto" style={style}>
        {children}
      </td>
    ),
    pre: ({ children, node }) => (
      <div className={classes['code']}>
        <pre className={classes['scroll']} role="group" tabIndex={0} aria-label={words.code}>
          {children}
        </pre>
        <div className={classes['copyCode']}>
          <CopyButton
            value={node === undefined ? '' : textIn(node).replace(/\n$/, '')}
            label={words.copyCode}
          />
        </div>
      </div>
    ),
    input: ({ checked }) => (
      <span role="img" aria-label={checked === true ? words.done : words.todo}>
        {checked === true ? '☑' : '☐'}
      </span>
    ),
  };
}

function textOf(children: ReactNode): string | undefined {
  return typeof children === 'string' ? children : undefined;
}

interface TreeNode {
  readonly value?: string;
  readonly children?: readonly unknown[];
}

function textIn(node: TreeNode): string {
  return node.value ?? (node.children ?? []).map((child) => textIn(child as TreeNode)).join('');
}
