import { expect, test } from 'vitest';
import { drawMermaid, isPlainPicture } from './mermaid-drawing.ts';

const picture =
  'flowchart TD\n  n0["web-1"]\n  n0 --> n1\n  classDef critical stroke:#c62828,stroke-width:3px';

test('what generators write is a plain picture', () => {
  expect(isPlainPicture(picture)).toBe(true);
  expect(isPlainPicture('flowchart LR\n  n0["click style href #37;#37;#123;init#125;"]')).toBe(true);
});

test.each([
  `%%{init: {"securityLevel": "loose"}}%%\n${picture}`,
  `${picture}\n  n0 --> n2 %%{init: {}}%%`,
  `---\nconfig:\n  securityLevel: loose\n---\n${picture}`,
  `${picture}\n  click n0 "javascript:alert(1)"`,
  `${picture}\n  click n0 call alert(1)`,
  `${picture}\n  style n0 fill:url(https://evil.example)`,
  `${picture}\n  linkStyle 0 stroke:red`,
  `${picture}\n  n3@{ img: "https://evil.example/x.png" }`,
])('%j is more than a picture and is not drawn', async (source) => {
  expect(isPlainPicture(source)).toBe(false);
  await expect(drawMermaid(source)).rejects.toThrow('more than a picture');
});
