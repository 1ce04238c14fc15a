import type { AttributesOf } from '../../../../shared/model/kinds/registry.ts';
import type { Names } from './names.ts';
import type { RawHostStorage } from './raw-host.ts';
import { present } from './shape.ts';

type HostAttributes = AttributesOf<'host'>;

const adapterTypes: Readonly<Record<string, string>> = {
  HostFibreChannelHba: 'Fibre Channel',
  HostFibreChannelOverEthernetHba: 'FCoE',
  HostInternetScsiHba: 'iSCSI',
  HostBlockHba: 'Block SCSI',
  HostPcieHba: 'NVMe',
  HostSerialAttachedHba: 'SAS',
};
const transports: Readonly<Record<string, 'FC' | 'iSCSI' | 'NVMe' | 'SAS'>> = {
  fc: 'FC',
  fcoe: 'FC',
  iscsi: 'iSCSI',
  nvme: 'NVMe',
  sas: 'SAS',
};

export function mapHostStorage(
  raw: RawHostStorage | undefined,
  names: Names,
): { readonly hbas: HostAttributes['hbas']; readonly multipath: HostAttributes['multipath'] } {
  return {
    hbas: raw?.hostBusAdapter?.map((hba) =>
      present({
        name: hba.device,
        type: adapterTypes[hba._type] ?? (hba._type.replace(/^Host|Hba$/g, '') || 'unknown'),
        model: hba.model,
        driver: hba.driver,
        pci: hba.pci,
        wwn: hba.portWorldWideName,
        iqn: hba.iScsiName,
        status: hba.status,
        speedMbps: hba.speed === undefined ? undefined : Math.round(hba.speed * 1000),
      }),
    ) as HostAttributes['hbas'],
    multipath: raw?.multipathInfo?.lun.map((lun) =>
      present({
        naa: lun.id,
        datastore: names.of(lun.datastore),
        policy: lun.policy?.policy,
        arrayType: lun.storageArrayTypePolicy?.policy,
        transport: transports[lun.path[0]?.transport?.toLowerCase() ?? ''],
        queueDepth: lun.queueDepth,
        paths: lun.path.map((path) =>
          present({ adapter: path.adapter, target: path.target, state: path.state }),
        ),
      }),
    ) as HostAttributes['multipath'],
  };
}
