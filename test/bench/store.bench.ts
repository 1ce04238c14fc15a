import type { Figure } from './figures.ts';
import { measureStore } from './store.ts';

const figures: Figure[] = [];
for (const size of [10_000, 100_000]) {
  for (const { what, documents, ms, floorMs, blockedMs } of await measureStore(size)) {
    const name = `store: ${what}, ${documents.toLocaleString('en')} documents of 2 KB`;
    figures.push({
      name,
      value: ms,
      unit: 'ms',
      ...(floorMs > 0 && { floor: floorMs, floorIs: 'plain SQLite' }),
      ...(what === 'put new' && documents === 10_000 && { aim: 'well under 1 s' }),
    });
    if (blockedMs !== undefined) {
      figures.push({ name: `${name}: longest pause of everything else`, value: blockedMs, unit: 'ms' });
    }
  }
}
process.stdout.write(JSON.stringify(figures));
