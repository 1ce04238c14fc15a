import type { Facts } from '../../../../shared/model/plan.ts';
import type { AdapterSubject } from '../../action-adapter.ts';
import { check, failed, known, met, notYet, said, textOf, type Call } from '../shared/facts.ts';
import { vmCall, vmOnServer } from '../shared/vm-on-server.ts';
import { powerFacts, type VmServer } from '../shared/vm-server.ts';
import { datastoreNamed, hostNamed, nameOf } from './places.ts';

export interface Parameters {
  readonly toHost?: string;
  readonly toDatastore?: string;
}
type Subject = AdapterSubject<Parameters>;

/** By managed object reference, so that a name that two things have is no matter. */
const wanted = ({ target, view, parameters }: Subject): Facts =>
  known({
    hostId:
      parameters.toHost === undefined ? undefined : hostNamed({ target, view }, parameters.toHost)?.nativeId,
    datastoreIds:
      parameters.toDatastore === undefined
        ? undefined
        : datastoreNamed({ target, view }, parameters.toDatastore)?.nativeId,
  });

const isThere = (now: Facts, there: Facts): boolean =>
  Object.keys(there).length > 0 && Object.entries(there).every(([name, value]) => now[name] === value);

/** What is there already is not moved: vCenter refuses that. */
function move(server: VmServer, subject: Subject, does: string, now: Facts, there: Facts): Call {
  const unless = (name: string) => (there[name] === now[name] ? undefined : textOf(there, name));
  return vmCall(server, subject, 'migrate', does, {
    host: unless('hostId'),
    datastore: unless('datastoreIds'),
  });
}

export const migrateOn = (server: VmServer) =>
  vmOnServer<Parameters>(server, {
    deeds: ['migrate'],
    facts: async (vm, subject, reader) => {
      const datastores = [...new Set(vm.disks.map(({ datastore }) => datastore))].toSorted();
      const { connection, powerState, bootedAt } = powerFacts(vm);
      const { toHost } = subject.parameters;
      const to = toHost === undefined ? undefined : hostNamed(subject, toHost);
      return known({
        connection,
        powerState,
        bootedAt: bootedAt ?? null,
        hostId: vm.host,
        host: vm.host && nameOf(subject, 'host', vm.host),
        datastoreIds: datastores.join(','),
        datastores: datastores.map((one) => nameOf(subject, 'datastore', one)).join(','),
        destination:
          toHost === undefined
            ? undefined
            : to
              ? await server.hostState(reader, to.nativeId)
              : 'not in the inventory',
      });
    },
    preChecks: (subject, now) => [
      check(
        !isThere(now, wanted(subject)),
        `it is not there already: it runs on ${said(now, 'host')}, its disks lie on ${said(now, 'datastores')}`,
      ),
      ...(subject.parameters.toHost === undefined
        ? []
        : [
            check(
              now['destination'] === 'connected',
              `${subject.parameters.toHost} can take it: it is ${said(now, 'destination')}`,
            ),
          ]),
      ...(subject.parameters.toDatastore === undefined
        ? []
        : [
            check(
              textOf(now, 'datastoreIds')?.includes(',') === false,
              `its disks lie on one datastore, so that they can be moved back: ${said(now, 'datastores')}`,
            ),
          ]),
    ],
    plan: (subject, now) => {
      const { target, parameters } = subject;
      const { toHost, toDatastore } = parameters;
      const parts = [
        toHost !== undefined && `to ${toHost} (from ${said(now, 'host')})`,
        toDatastore !== undefined && `its disks to ${toDatastore} (from ${said(now, 'datastores')})`,
      ].filter((part) => part !== false);
      const there = wanted(subject);
      return {
        // In one call: while a move is under way, vCenter takes no other.
        calls: [
          move(
            server,
            subject,
            `moves ${target.name} ${parts.join(', ')}`,
            isThere(now, there) ? {} : now,
            there,
          ),
        ],
        after: {
          ...(parameters.toHost === undefined ? {} : { host: parameters.toHost }),
          ...(parameters.toDatastore === undefined ? {} : { datastores: parameters.toDatastore }),
        },
        verification: `${target.name} is where it was sent, and has not started anew`,
      };
    },
    verify: (subject, before, now) => {
      const there = wanted(subject);
      const text = `it runs on ${said(now, 'host')}, its disks lie on ${said(now, 'datastores')}`;
      if (isThere(before, there) || !isThere(now, there)) return notYet(text);
      return before['bootedAt'] === now['bootedAt']
        ? met(`${text}, and it has not started anew`)
        : failed(`${text}, but it started anew at ${said(now, 'bootedAt')}: something else has moved it`);
    },
    verifyWithinSeconds: 3_600,
    pollEverySeconds: 10,
    estimateSeconds: 120,
    rollback: (subject, before, now) => {
      const { name } = subject.target;
      const there = known({ hostId: before['hostId'], datastoreIds: before['datastoreIds'] });
      return isThere(now, there)
        ? []
        : [
            move(
              server,
              subject,
              `moves ${name} back to ${said(before, 'host')}, its disks on ${said(before, 'datastores')}`,
              now,
              there,
            ),
          ];
    },
    verifyRollback: (_, before, now) => {
      const text = `it runs on ${said(now, 'host')}, its disks lie on ${said(now, 'datastores')}`;
      return now['hostId'] === before['hostId'] && now['datastoreIds'] === before['datastoreIds']
        ? met(text)
        : notYet(text);
    },
  });
