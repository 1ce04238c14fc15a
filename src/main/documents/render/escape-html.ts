import { cleanText } from '../../../shared/clean-text.ts';

/** Text as text, in content and in attributes that stand in double quotes. */
export function escapeHtml(text: string): string {
  const clean = cleanText(text);
  return /[&<>"']/.test(clean) ? clean.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign) : clean;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
