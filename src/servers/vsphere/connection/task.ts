import { ToolFailure } from '../../shared/tool-failure.ts';
import type { ToolCall } from '../../shared/tool.ts';
import type { Vsphere } from '../vsphere.ts';
import type { ManagedRef } from './managed-ref.ts';
import type { Markup } from './markup.ts';
import { explain, SoapFault } from './soap-fault.ts';
import type { XmlElement } from './xml-element.ts';

/** Pauses between two looks at a task: short ones end soon, long ones need no haste. */
const firstPauseMs = 200;
const longestPauseMs = 2_000;
/** Looks at a task that may fail in a row. */
const looks = 3;

export interface TaskOutcome {
  readonly task: string;
  /** `running` when the wait was over before the task: it goes on. */
  readonly state: 'success' | 'running';
  readonly queueTime: string | undefined;
  readonly startTime: string | undefined;
  readonly completeTime: string | undefined;
  /** What the task made: the new snapshot, for instance. */
  readonly result: ManagedRef | undefined;
}

/**
 * Starts a method that answers with a task and waits for its end, telling how far it is. A caller who takes the call
 * back has the task cancelled where vSphere permits that.
 * @throws ToolFailure with vSphere's reason when the task fails
 */
export async function runTask(
  vsphere: Vsphere,
  request: TaskRequest,
  call: ToolCall,
  waitSeconds: number,
): Promise<TaskOutcome> {
  const { sleep, now } = vsphere;
  // Past this point the task exists: a caller who goes away must not leave it unseen.
  call.signal.throwIfAborted();
  const answer = await start(vsphere, request);
  const task = answer.ref('returnval');
  if (task === undefined)
    throw new ToolFailure(`${request.method}: expected a task, vSphere answered without one`);
  const deadline = now() + waitSeconds * 1_000;
  let pause = firstPauseMs;
  let told = -1;
  for (;;) {
    const info = await readInfo(vsphere, task, request.method);
    const state = info.text('state');
    if (state === 'success') return outcome(task, 'success', info);
    if (state === 'error') throw failure(request.method, task, info);
    if (call.signal.aborted) await cancel(vsphere, request.method, task, info);
    const done = info.number('progress') ?? 0;
    if (done > told) {
      told = done;
      call.progress(done, 100, state === 'queued' ? 'queued' : request.method.replace(/_Task$/, ''));
    }
    const left = deadline - now();
    if (left <= 0) return outcome(task, 'running', info);
    // A call that is taken back is noticed at once.
    await sleep(Math.min(pause, left), call.signal).catch(() => undefined);
    pause = Math.min(pause * 1.5, longestPauseMs);
  }
}

interface TaskRequest {
  readonly method: string;
  readonly on: ManagedRef;
  readonly args?: readonly Markup[];
}

/** A request that was lost on the way may have begun all the same. */
async function start({ session }: Vsphere, { method, on, args = [] }: TaskRequest): Promise<XmlElement> {
  try {
    return await session.call(method, on, args);
  } catch (error) {
    if (!(error instanceof ToolFailure) || error instanceof SoapFault) throw error;
    throw new ToolFailure(
      `${method}: whether it began is not known. Read the VM before trying again. ${error.message}`,
    );
  }
}

/** A look that fails is tried again: the task goes on meanwhile, and its end is what the caller needs. */
async function readInfo({ reader, sleep }: Vsphere, task: ManagedRef, method: string): Promise<XmlElement> {
  for (let tried = 1; ; tried++) {
    try {
      const info = (await reader.readOne(task, ['info'])).at.one('info');
      if (info !== undefined) return info;
      throw new ToolFailure('the task says nothing of itself');
    } catch (error) {
      if (!(error instanceof ToolFailure)) throw error;
      if (tried >= looks || error instanceof SoapFault)
        throw new ToolFailure(
          `${method} began as ${task.value}, and how it ended is not known. Read the VM before trying again. ${error.message}`,
        );
      await sleep(longestPauseMs);
    }
  }
}

async function cancel(vsphere: Vsphere, method: string, task: ManagedRef, info: XmlElement): Promise<never> {
  if (info.boolean('cancelable') === true) {
    await vsphere.session.call('CancelTask', task);
    throw new ToolFailure(
      `${method}: the call was taken back, and the task ${task.value} was asked to stop.`,
    );
  }
  throw new ToolFailure(
    `${method}: the call was taken back. The task ${task.value} cannot be cancelled and goes on.`,
  );
}

function outcome(task: ManagedRef, state: TaskOutcome['state'], info: XmlElement): TaskOutcome {
  return {
    task: task.value,
    state,
    queueTime: info.instant('queueTime'),
    startTime: info.instant('startTime'),
    completeTime: info.instant('completeTime'),
    result: info.ref('result'),
  };
}

function failure(method: string, task: ManagedRef, info: XmlElement): ToolFailure {
  const error = info.one('error');
  const fault = error?.one('fault');
  const text = error?.text('localizedMessage') ?? '';
  return new ToolFailure(
    `${method} failed (task ${task.value}): ${explain(fault?.type ?? 'fault', text, fault)}`,
  );
}
