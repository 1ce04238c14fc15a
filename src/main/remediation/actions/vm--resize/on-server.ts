import type { Facts } from '../../../../shared/model/plan.ts';
import { check, known, metWhen, numberOf, said } from '../shared/facts.ts';
import { vmCall, vmOnServer } from '../shared/vm-on-server.ts';
import { powerFacts, type VmServer } from '../shared/vm-server.ts';

export interface Parameters {
  readonly vcpus?: number;
  readonly memoryMib?: number;
}

const wanted = ({ vcpus, memoryMib }: Parameters): Facts => known({ vcpus, memoryMib });
const has = (facts: Facts, parameters: Parameters): boolean =>
  Object.entries(wanted(parameters)).every(([name, value]) => facts[name] === value);

export const resizeOn = (server: VmServer) =>
  vmOnServer<Parameters>(server, {
    deeds: ['resize'],
    facts: (vm) => {
      const { connection, powerState } = powerFacts(vm);
      return known({
        connection,
        powerState,
        vcpus: vm.vcpus,
        memoryMib: vm.memoryMib,
        cpuHotAdd: vm.cpuHotAdd,
        memoryHotAdd: vm.memoryHotAdd,
      });
    },
    preChecks: ({ parameters: { vcpus, memoryMib } }, now) => {
      const off = now['powerState'] === 'off';
      return [
        check(
          !has(now, { ...(vcpus !== undefined && { vcpus }), ...(memoryMib !== undefined && { memoryMib }) }),
          `it is to have something else than the ${said(now, 'vcpus')} vCPUs and ${said(now, 'memoryMib')} MiB that it has`,
        ),
        ...(vcpus === undefined || now['vcpus'] === vcpus
          ? []
          : [
              check(
                off || (now['cpuHotAdd'] === true && vcpus > numberOf(now, 'vcpus')),
                `its CPU can be changed: it is ${said(now, 'powerState')}, adding while it is on is ${now['cpuHotAdd'] === true ? 'enabled' : 'disabled'}, ${said(now, 'vcpus')} → ${vcpus} vCPUs`,
              ),
            ]),
        ...(memoryMib === undefined || now['memoryMib'] === memoryMib
          ? []
          : [
              check(
                off || (now['memoryHotAdd'] === true && memoryMib > numberOf(now, 'memoryMib')),
                `its memory can be changed: it is ${said(now, 'powerState')}, adding while it is on is ${now['memoryHotAdd'] === true ? 'enabled' : 'disabled'}, ${said(now, 'memoryMib')} → ${memoryMib} MiB`,
              ),
            ]),
      ];
    },
    plan: (subject, now) => {
      const { vcpus, memoryMib } = subject.parameters;
      const parts = [
        vcpus !== undefined && `${said(now, 'vcpus')} → ${vcpus} vCPUs`,
        memoryMib !== undefined && `${said(now, 'memoryMib')} → ${memoryMib} MiB`,
      ].filter((part) => part !== false);
      return {
        calls: [
          vmCall(server, subject, 'resize', `sets ${subject.target.name}: ${parts.join(', ')}`, {
            vcpus,
            memoryMib,
          }),
        ],
        after: wanted(subject.parameters),
        verification: `${subject.target.name} shows ${parts.join(', ')}`,
      };
    },
    verify: ({ parameters }, before, now) =>
      metWhen(
        !has(before, parameters) && has(now, parameters),
        `it had ${said(before, 'vcpus')} vCPUs and ${said(before, 'memoryMib')} MiB, and has ${said(now, 'vcpus')} and ${said(now, 'memoryMib')}`,
      ),
    verifyWithinSeconds: 180,
    pollEverySeconds: 5,
    estimateSeconds: 15,
  });
