/**
 * Why a sentence is not published whatever the inventory says of it: prose tells what is, in plain text. Links, markup
 * and instructions to the reader come from somewhere else, and may come from a name that somebody gave to something.
 */
export function refusedForm(sentence: string): string | undefined {
  for (const [pattern, reason] of patterns) if (pattern.test(sentence)) return reason;
  return undefined;
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/[a-z][a-z0-9+.-]{0,40}:\/\/|\bwww\.|\b(?:mailto|javascript|data):/i, 'it contains a link; write none'],
  [/[<>[\]{}`|]|\*\*|__|~~|^\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s)|!\[/, 'it contains markup; write plain text'],
  [/[\p{Cc}\p{Cf}\p{Co}]/u, 'it contains characters that cannot be seen; write plain text'],
  [
    /\b(?:you|your|yours|please|bitte|ihr(?:e|en|em)? (?:passwor|token)|sie (?:müssen|sollten))\b/i,
    'it speaks to the reader; state facts only',
  ],
  [
    /\b(?:ignore|disregard|forget|override|bypass|pretend|ignoriere?n?|vergiss)\b|\b(?:system|previous|above|prior) (?:prompt|instructions?|message)\b/i,
    'it reads like an instruction; state facts only',
  ],
  [
    /^\s*(?:run|execute|click|visit|open|call|send|delete|remove|restart|reboot|download|copy|paste|enter|type|approve|disable|enable|grant|führe|klicke?n?|öffnen?|lösche?n?|starte|sende)(?![\w-])(?!\s+(?:is|are|ist|sind)\b)/i,
    'it tells the reader to do something; state facts only',
  ],
  [
    /\b(?:curl|wget|sudo|rm -rf|powershell|kubectl|bash)\b|\b(?:password|passwort|api[- ]key|secret key|access token|credentials)\b/i,
    'it names commands or credentials; state facts only',
  ],
];
