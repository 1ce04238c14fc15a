import { describe, expect, it } from 'vitest';
import { quoteRanges } from './quote-place.ts';

function page(html: string): Element {
  const root = document.createElement('div');
  root.innerHTML = html;
  document.body.replaceChildren(root);
  return root;
}

const marked = (html: string, quote: string) => quoteRanges(page(html), quote).map(String);

describe('where a quote stands on a page', () => {
  it('is found across elements, whatever stands between the words', () => {
    expect(
      marked('<p>VM <a href="#">web-01</a> runs on <b>esx-02</b> now.</p>', 'web-01 runs on `esx-02`'),
    ).toEqual(['web-01 runs on esx-02']);
  });

  it('is found in a table, of which it is a line of Markdown', () => {
    const table = '<table><tr><td>web-01</td><td>8</td></tr><tr><td>db-01</td><td>16 GiB</td></tr></table>';
    expect(marked(table, '| web-01 | 8 |\n| db-01 | 16 GiB |')).toEqual(['web-018db-0116 GiB']);
    expect(marked(table, '| gone-01 | 2 |\n| db-01 | [16 GiB](/x) |')).toEqual(['db-0116 GiB']);
  });

  it('is nowhere when the page says something else, and no short word by chance', () => {
    expect(marked('<p>on on on</p>', 'something else\non')).toEqual([]);
    expect(marked('<p>text</p>', '| --- |')).toEqual([]);
  });

  it('keeps out of what is not read: buttons', () => {
    expect(marked('<button>web-01 runs</button>', 'web-01 runs')).toEqual([]);
  });
});
