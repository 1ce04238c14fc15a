import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { literalTexts } from '../support/literal-texts.ts';

/** What is no language: names of products and formats, units. */
const sameInEveryLanguage =
  /^[^\p{L}]*(?:CSV|JSON|SVG|PNG|PDF|HTML|Markdown|YAML|ms|Datacenter Docs)[^\p{L}]*$/u;
/** A field may show how its content is written: an address, an assignment, a name in small letters. */
const writtenExample = /:\/\/|[{}=$]|^[a-z0-9.-]+$/;

describe('texts of the console', () => {
  const files = globSync('src/renderer/**/*.{ts,tsx}').filter(
    (file) => !/\.spec\.tsx?$/.test(file) && !file.includes('/i18n/'),
  );

  it('all stand in the catalogue, none in a component', () => {
    expect(files.length).toBeGreaterThan(50);
    const literal = files
      .filter((file) => file.endsWith('.tsx'))
      .flatMap((file) =>
        literalTexts(readFileSync(file, 'utf8'))
          .filter(({ text }) => !sameInEveryLanguage.test(text))
          .filter(({ text, where }) => where !== 'placeholder' || !writtenExample.test(text))
          .map(({ line, text, where }) => `${file}:${line} ${where}: “${text}”`),
      );
    expect(literal).toEqual([]);
  });

  it.each([
    ['text of an element', '<p>Hello there</p>'],
    ['text beside others', '<p>{name} was here</p>'],
    ['a text in braces', "<p>{'Hello'}</p>"],
    ['one of two', "<p>{open ? 'Close' : 'Open'}</p>"],
    ['a default', "<p>{name ?? 'nobody'}</p>"],
    ['words of a template', '<p>{`${count} hosts`}</p>'],
    ['a sum', "<p>{count + ' hosts'}</p>"],
    ['a label', '<Button label="Close" />'],
    ['a name that is heard', '<button aria-label="Close" />'],
    ['a placeholder that depends', "<input placeholder={open ? 'Search' : text.x} />"],
    ['a title within a cast', "<X title={'Close' as string} />"],
    ['a toast', "toast({ message: 'Saved', status: 'ok' })"],
    ['what is announced', "announce('Saved')"],
    ['a list of choices', "<Select label={['On', 'Off']} />"],
    ['deep inside', 'const f = () => rows.map((row) => <td key={row}>{row ? <b>Yes</b> : null}</td>);'],
  ])('are found: %s', (_, code) => {
    expect(literalTexts(`const x = 1;\n${code.startsWith('<') ? `const y = ${code};` : code}`)).not.toEqual(
      [],
    );
  });

  it.each([
    ['a text of the catalogue', '<p>{text.ui.close}</p>'],
    ['a class and a role', '<p className="x" role="status" data-kind="lost" />'],
    ['signs', '<p>– · {name}</p>'],
    ['a comparison', "<p>{kind === 'lost' && text.x}</p>"],
    ['a key of a call', "<p>{t('close')}</p>"],
    ['an entity of HTML', '<p>&nbsp;</p>'],
    ['a command', '<pre>{`tar -czf ${file}`}</pre>'],
  ])('are not mistaken: %s', (_, code) => {
    expect(literalTexts(`const y = ${code};`)).toEqual([]);
  });
});
