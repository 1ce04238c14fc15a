import { cleanText } from '../../shared/clean-text.ts';

/** Text from infrastructure inside a Markdown line: nothing in it is Markdown, and it stays on its line. */
export function mdText(text: string): string {
  return cleanText(text)
    .replaceAll(/[\\`*_[\]<>|~#]/g, String.raw`\$&`)
    .replaceAll(/(^|\s)([-+]|\d+\.)(?=\s)/g, String.raw`$1\$2`);
}

export const bold = (text: string): string => `**${mdText(text)}**`;
