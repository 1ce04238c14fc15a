import elkApi, { type ELK, type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

let elk: ELK | undefined;

/** Lays out in a worker, so that the page stays fluid meanwhile. */
export async function layOut(input: ElkNode): Promise<ElkNode> {
  elk ??= new elkApi.default({ workerFactory: () => new Worker(workerUrl) });
  return elk.layout(input);
}
