/**
 * JSON as other clients' configuration files have it: with comments, trailing commas and a byte order mark. What is
 * taken out becomes spaces, so that positions in error messages stay right.
 * @throws SyntaxError
 */
export function parseJsonWithComments(text: string): unknown {
  const body = text.replace(/^\uFEFF/, '');
  return JSON.parse(withoutTrailingCommas(withoutComments(body)));
}

/** A string, a line comment, a block comment (closed or not). */
const tokens = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

function withoutComments(text: string): string {
  return text.replaceAll(tokens, (token) =>
    token.startsWith('"') ? token : token.replaceAll(/[^\n]/g, ' '),
  );
}

function withoutTrailingCommas(text: string): string {
  return text.replaceAll(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (token) => (token === ',' ? ' ' : token));
}
