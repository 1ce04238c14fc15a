import { cleanText } from '../../../shared/clean-text.ts';
import { instructionPatterns } from './instruction-patterns.ts';
import { plainForms } from './plain-forms.ts';

const around = 30;
const longestExcerpt = 160;

/**
 * The first place in a text that reads like an instruction to the assistant, in whatever disguise.
 * @returns the words, for the operator to see; undefined when there is none
 */
export function findInstructions(text: string): string | undefined {
  for (const form of plainForms(text)) {
    for (const pattern of instructionPatterns) {
      const match = pattern.exec(form.text);
      if (!match) continue;
      const from = Math.max(0, match.index - around);
      const excerpt = cleanText(form.text.slice(from, match.index + match[0].length + around)).trim();
      return excerpt.slice(0, longestExcerpt);
    }
  }
  return undefined;
}
