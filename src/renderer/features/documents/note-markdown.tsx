import { Component, type ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { useLocation } from 'wouter';
import { useText } from '../../i18n/catalogue.tsx';
import { cleanLines, isTooDeep, notTooDeep, picturesAsWords } from '../../ui/markdown-tree.ts';
import { noteAddress } from './note-address.ts';
import classes from './note-view.module.css';

/** Without pictures: what an operator writes must not fetch anything, here or on another's screen. */
const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'img' && name !== 'picture'),
};

/**
 * An operator's Markdown: no raw HTML, no pictures, links only to where a link may lead. What cannot be drawn as
 * Markdown is shown as it was written, so that the page stays and the note can be changed.
 */
export function NoteMarkdown({ text }: { text: string }) {
  return <AsWritten text={text}>{isTooDeep(text) ? <Plain text={text} /> : <Drawn text={text} />}</AsWritten>;
}

interface Failure {
  readonly text: string;
  readonly failed: boolean;
}

class AsWritten extends Component<{ text: string; children: ReactNode }, Failure> {
  override state: Failure = { text: this.props.text, failed: false };

  static getDerivedStateFromProps({ text }: { text: string }, state: Failure): Failure | null {
    return text === state.text ? null : { text, failed: false };
  }

  static getDerivedStateFromError(): Partial<Failure> {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <Plain text={this.props.text} />;
  }
}

function Plain({ text }: { text: string }) {
  return <pre className={classes['plain']}>{cleanLines(text)}</pre>;
}

function Drawn({ text: source }: { text: string }) {
  const text = useText();
  const [, navigate] = useLocation();
  const components: Components = {
    a({ href, children }) {
      const address = noteAddress(href);
      switch (address.to) {
        case 'inside':
          return (
            <a
              href={address.path}
              onClick={(event) => {
                event.preventDefault();
                navigate(address.path);
              }}
            >
              {children}
            </a>
          );
        case 'outside':
          return (
            <a href={address.url} target="_blank" rel="noopener noreferrer nofollow">
              {children}
            </a>
          );
        case 'nowhere':
          return <span>{children}</span>;
      }
    },
    // A note stands inside a section: its headings must not look or read like the page's.
    h1: ({ children }) => <p className={classes['heading']}>{children}</p>,
    h2: ({ children }) => <p className={classes['heading']}>{children}</p>,
    h3: ({ children }) => <p className={classes['heading']}>{children}</p>,
  };
  return (
    <Markdown
      skipHtml
      remarkPlugins={[remarkGfm, notTooDeep, [picturesAsWords, text.documents.notes.image]]}
      rehypePlugins={[[rehypeSanitize, schema]]}
      components={components}
      urlTransform={(url) => url}
    >
      {cleanLines(source)}
    </Markdown>
  );
}
