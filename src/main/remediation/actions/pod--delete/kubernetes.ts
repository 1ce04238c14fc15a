import { z } from 'zod';
import type { ActionAdapter } from '../../action-adapter.ts';
import { check, failed, known, metWhen, numberOf, said, textOf } from '../shared/facts.ts';
import { askObject, isStill, objectOf, owned } from '../shared/kubernetes/object.ts';
import type { KubernetesServer } from '../shared/kubernetes/server.ts';
import { readWorkload, rolloutFacts } from '../shared/kubernetes/workload.ts';
import { ownerOf } from './owner.ts';

const rawPod = z.object({
  metadata: owned,
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })) }),
});

export const deleteOn = (server: KubernetesServer): ActionAdapter<Record<string, never>> => ({
  server: server.id,
  writes: [server.deletePod.tool],
  ...(server.saysFailed && { saysFailed: server.saysFailed }),
  /** Also without the pod there is something to look at: whether another stands in its place. */
  async read({ target, view }, reader) {
    const pod = objectOf('pod', target);
    const owner = ownerOf(pod, view);
    const asking = { server, reader };
    const workload = owner && (await readWorkload(asking, owner));
    if (!owner || !workload)
      return { is: 'gone', text: `what owns ${pod.name} is gone: ${owner?.name ?? 'nothing does'}` };
    const { cluster, namespace } = pod.attributes;
    const found = await askObject(
      asking,
      cluster,
      { apiVersion: 'v1', kind: 'Pod', namespace, name: pod.name },
      rawPod,
    );
    const { desired, ready, podsRefused } = rolloutFacts(workload.object);
    // A StatefulSet gives the next one the same name.
    const still = found !== undefined && isStill(pod, cluster, found.object.metadata.uid);
    return {
      is: 'there',
      facts: known({
        exists: still,
        podReady:
          still &&
          found.object.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
        workload: owner.name,
        desired,
        ready,
        podsRefused,
      }),
    };
  },
  preChecks: (_, now) => [
    check(now['exists'] === true, 'it is still there'),
    check(
      now['podReady'] === false || numberOf(now, 'ready') > 1,
      `it is not the last that serves: it is ${now['podReady'] === false ? 'not ready' : 'ready'}, ${said(now, 'ready')} of ${said(now, 'desired')} replicas of ${said(now, 'workload')} are`,
    ),
  ],
  plan: ({ target }, now) => {
    const pod = objectOf('pod', target);
    const { tool, arguments: args } = server.deletePod;
    return {
      calls: [{ tool, arguments: args(pod), does: `deletes pod ${pod.name}` }],
      after: known({ exists: false, ready: now['desired'] }),
      verification: `${pod.name} is gone, and all ${said(now, 'desired')} replicas of ${textOf(now, 'workload') ?? 'its workload'} are ready`,
    };
  },
  verify: (_, before, now) => {
    const text = `it ${now['exists'] === false ? 'is gone' : 'is still there'}; ${said(now, 'ready')} of ${said(now, 'desired')} replicas are ready`;
    const gone = before['exists'] === true && now['exists'] === false;
    if (gone && before['podsRefused'] === false && now['podsRefused'] === true)
      return failed(`${text}: the API server refuses another in its place`);
    return metWhen(gone && numberOf(now, 'ready') >= numberOf(now, 'desired'), text);
  },
  verifyWithinSeconds: 300,
  pollEverySeconds: 5,
  estimateSeconds: 45,
});
