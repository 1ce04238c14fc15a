import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type CollectGarbage = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;
let collectGarbage: CollectGarbage | undefined;

/**
 * Hands pages that the last piece of work has left empty back to the system. V8 keeps them for the next one, which in
 * a process that rests for most of an hour comes too late: a collection of 10,000 VMs leaves 450 MiB resident of which
 * 100 MiB are in use. Takes 0.2–0.4 s in which nothing else runs, so it is called at rest only.
 */
export function giveMemoryBack(): void {
  if (collectGarbage === undefined) {
    setFlagsFromString('--expose-gc');
    collectGarbage = runInNewContext('gc') as CollectGarbage;
  }
  collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
