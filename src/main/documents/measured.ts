import type { Block, Cell, Column, Inline } from '../../shared/model/block.ts';
import { splitEntityId, type EntityId } from '../../shared/model/ids.ts';
import { isEntityKind, kindDefinition } from '../../shared/model/kinds/registry.ts';

/** Stands where a measured value was left out. */
export const measuredMark = '·';

/**
 * The same blocks without values that move by themselves (usage, counters, uptime): what remains is configuration.
 * Lines and cells stay where they are, so that a masked rendering has the lines of the whole one.
 */
export function withoutMeasured(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block): Block => {
    switch (block.t) {
      case 'paragraph':
        return { ...block, content: block.content.map(maskPiece) };
      case 'list':
        return { ...block, items: block.items.map((item) => item.map(maskPiece)) };
      case 'facts':
        return {
          ...block,
          items: block.items.map(({ label, value }) => ({ label, value: value.map(maskPiece) })),
        };
      case 'table':
        return {
          ...block,
          rows: block.rows.map((row) => ({
            ...row,
            cells: row.cells.map((cell, i) => maskCell(cell, block.columns[i], row.entity)),
          })),
        };
      case 'heading':
      case 'prose':
      case 'diagram':
        return block;
    }
  });
}

function maskCell(cell: Cell, column: Column | undefined, entity: EntityId | undefined): Cell {
  const whole =
    column?.volatile === true ||
    (column?.path !== undefined && entity !== undefined && isVolatile(entity, column.path));
  // Whether there is a value at all moves as well: the reason why there is none goes with it.
  return whole ? [measuredMark] : cell.map(maskPiece);
}

function maskPiece(piece: Inline): Inline {
  if (typeof piece === 'string') return piece;
  if (piece.t === 'computed' && piece.volatile === true) return { ...piece, text: measuredMark };
  if (piece.t === 'fact' && isVolatile(piece.id, piece.path)) return { ...piece, text: measuredMark };
  return piece;
}

const volatilePaths = new Map<string, ReadonlySet<string>>();

function isVolatile(id: EntityId, path: string): boolean {
  const { kind } = splitEntityId(id);
  let paths = volatilePaths.get(kind);
  if (paths === undefined) {
    paths = new Set(isEntityKind(kind) ? kindDefinition(kind).volatile : []);
    volatilePaths.set(kind, paths);
  }
  const dot = path.indexOf('.');
  return paths.has(dot === -1 ? path : path.slice(0, dot));
}
