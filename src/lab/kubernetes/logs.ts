import type { Pod } from './kinds.ts';
import { LabError } from '../domain.ts';
import { iso, type Cluster } from './cluster.ts';

/** What a container wrote: its start, some life, and why it ended where it did. */
export function podLog(cluster: Cluster, pod: Pod, container: string | undefined, previous: boolean): string {
  const names = pod.spec.containers.map(({ name }) => name);
  if (container === undefined && names.length > 1) {
    throw new LabError(
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]`,
    );
  }
  const name = container ?? names[0] ?? '';
  const spec = pod.spec.containers.find((candidate) => candidate.name === name);
  const status = pod.status.containerStatuses.find((candidate) => candidate.name === name);
  if (!spec) throw new LabError(`container ${name} is not valid for pod ${pod.metadata.name}`);
  if (cluster.silent.has(pod.spec.nodeName ?? '')) {
    throw new LabError(
      `Get "https://${pod.status.hostIP ?? ''}:10250/containerLogs/${pod.metadata.name}": dial tcp: no route to host`,
    );
  }
  if (!status || (status.restartCount === 0 && !status.started)) {
    throw new LabError(
      `container "${name}" in pod "${pod.metadata.name}" is waiting to start: ${String(status?.state['waiting']?.['reason'] ?? 'ContainerCreating')}`,
    );
  }
  if (previous && status.restartCount === 0) {
    throw new LabError(`previous terminated container "${name}" in pod "${pod.metadata.name}" not found`);
  }
  const ended = status.lastState['terminated'];
  const fault = cluster.faults.get(spec.image);
  const startedAt = String(
    (previous ? ended?.['startedAt'] : status.state['running']?.['startedAt']) ?? pod.status.startTime,
  );
  const start = Date.parse(startedAt);
  const lines = [
    `${startedAt} INFO starting ${name} ${spec.image}`,
    `${iso(start + 1_000)} INFO reading configuration from /etc/${name}`,
  ];
  if (fault?.type === 'crash') lines.push(`${iso(start + 3_000)} FATAL ${fault.log}`);
  else if (previous) lines.push(`${String(ended?.['finishedAt'])} INFO received signal 9`);
  else {
    lines.push(`${iso(start + 2_000)} INFO listening`);
    const latest = Math.floor(cluster.now() / 30_000) * 30_000;
    for (let n = 9; n >= 0; n--) {
      const at = latest - n * 30_000;
      if (at > start + 2_000) lines.push(`${iso(at)} INFO handled requests=${(at / 30_000) % 97} errors=0`);
    }
  }
  return `${lines.join('\n')}\n`;
}
