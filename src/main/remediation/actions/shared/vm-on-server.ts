import type { Facts } from '../../../../shared/model/plan.ts';
import type { ActionAdapter, AdapterSubject, LiveReader } from '../../action-adapter.ts';
import { check, known, textOf, type Call } from './facts.ts';
import { asVm } from './vm.ts';
import type { LiveVm, VmDeed, VmServer, VmTool, VmTools } from './vm-server.ts';

interface VmAdapterParts<Parameters> extends Omit<ActionAdapter<Parameters>, 'server' | 'read' | 'writes'> {
  /** What it may call, in the plan or in the rollback. */
  readonly deeds: readonly VmDeed[];
  readonly facts: (
    vm: LiveVm,
    subject: AdapterSubject<Parameters>,
    reader: LiveReader,
  ) => Facts | Promise<Facts>;
}

/**
 * How an action is done on a VM, on whichever kind of server: every one of them needs the server to reach the VM, the
 * VM to be the one that was meant, and the account to be allowed to do it.
 */
export function vmOnServer<Parameters>(
  server: VmServer,
  { facts, deeds, ...parts }: VmAdapterParts<Parameters>,
): ActionAdapter<Parameters> {
  return {
    ...parts,
    server: server.id,
    writes: deeds.map((deed) => server.tools[deed].name),
    async read(subject, reader) {
      const { nativeId, name } = subject.target;
      const vm = await server.vm(reader, subject.target);
      if (!vm) return { is: 'gone', text: `vCenter no longer has ${name} (${nativeId})` };
      return {
        is: 'there',
        facts: known({
          name: vm.name,
          instanceUuid: vm.instanceUuid,
          lacks: await server.lacks?.(
            reader,
            vm,
            deeds,
            subject.parameters as Readonly<Record<string, unknown>>,
          ),
          ...(await facts(vm, subject, reader)),
        }),
      };
    },
    preChecks: (subject, now) => [
      // Whoever approves knows it by its name, and may have typed that.
      check(
        now['name'] === subject.target.name,
        `it is still called ${subject.target.name}: its name there is ${textOf(now, 'name') ?? 'not known'}`,
      ),
      ...isTheSame(subject, now),
      check(
        now['connection'] === 'connected',
        `vCenter reaches it: its connection is ${textOf(now, 'connection') ?? 'not known'}`,
      ),
      ...(now['lacks'] === undefined
        ? []
        : [
            check(
              now['lacks'] === '',
              now['lacks'] === ''
                ? 'the account has the privileges for it'
                : `the account has the privileges for it: it lacks ${textOf(now, 'lacks') ?? ''}`,
            ),
          ]),
      ...parts.preChecks(subject, now),
    ],
  };
}

/** A vCenter that was set up anew counts its references from the start: then the same one names another VM. */
function isTheSame({ target }: AdapterSubject<unknown>, now: Facts) {
  const meant = asVm(target)?.attributes.instanceUuid;
  const there = textOf(now, 'instanceUuid');
  if (meant === undefined || there === undefined) return [];
  return [check(there === meant, `it is the VM that was collected: its instance UUID there is ${there}`)];
}

/** A call about the VM itself. */
export function vmCall<Deed extends VmDeed>(
  server: VmServer,
  { target }: { readonly target: AdapterSubject<unknown>['target'] },
  deed: Deed,
  does: string,
  ...given: VmTools[Deed] extends VmTool<infer Given> ? (Given extends void ? [] : [Given]) : never
): Call {
  const tool = server.tools[deed] as VmTool<unknown>;
  return { tool: tool.name, arguments: { vm: target.nativeId, ...tool.arguments(given[0]) }, does };
}
