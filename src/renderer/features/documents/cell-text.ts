import type { Cell, Inline } from '../../../shared/model/block.ts';

/** A cell as it is sorted and filtered by; empty when nothing in it is known. */
export function cellText(cell: Cell | undefined): string {
  let text = '';
  for (const piece of cell ?? []) text += pieceText(piece);
  return text.trim();
}

function pieceText(piece: Inline): string {
  if (typeof piece === 'string') return piece;
  switch (piece.t) {
    case 'unknown':
      return '';
    case 'severity':
      return piece.severity;
    case 'entity':
    case 'fact':
    case 'computed':
    case 'code':
    case 'strong':
    case 'document':
      return piece.text;
  }
}
