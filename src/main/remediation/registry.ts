import type { RemediationAction } from './action.ts';
import { nodeCordon } from './actions/node--cordon/action.ts';
import { nodeDrain } from './actions/node--drain/action.ts';
import { nodeUncordon } from './actions/node--uncordon/action.ts';
import { osdIn } from './actions/osd--in/action.ts';
import { osdOut } from './actions/osd--out/action.ts';
import { pathFailOver } from './actions/path--fail-over/action.ts';
import { podDelete } from './actions/pod--delete/action.ts';
import { portBounce } from './actions/port--bounce/action.ts';
import { portClearErrors } from './actions/port--clear-errors/action.ts';
import { portDisable } from './actions/port--disable/action.ts';
import { portEnable } from './actions/port--enable/action.ts';
import { portSetVlan } from './actions/port--set-vlan/action.ts';
import { vmDiskGrow } from './actions/vm--disk--grow/action.ts';
import { vmMigrate } from './actions/vm--migrate/action.ts';
import { vmPowerOff } from './actions/vm--power-off/action.ts';
import { vmPowerOn } from './actions/vm--power-on/action.ts';
import { vmResize } from './actions/vm--resize/action.ts';
import { vmRestart } from './actions/vm--restart/action.ts';
import { vmSnapshotCreate } from './actions/vm--snapshot--create/action.ts';
import { vmSnapshotRemove } from './actions/vm--snapshot--remove/action.ts';
import { vmSnapshotRevert } from './actions/vm--snapshot--revert/action.ts';
import { volumeGrow } from './actions/volume--grow/action.ts';
import { volumeSnapshotsClean } from './actions/volume--snapshots--clean/action.ts';
import { workloadRollback } from './actions/workload--rollback/action.ts';
import { workloadRolloutRestart } from './actions/workload--rollout-restart/action.ts';
import { workloadScale } from './actions/workload--scale/action.ts';

/** The remediation catalogue: one folder under `actions` and one line here for each; a spec holds both together. */
export const remediationActions: readonly RemediationAction[] = [
  vmPowerOn,
  vmRestart,
  vmPowerOff,
  vmSnapshotCreate,
  vmSnapshotRevert,
  vmSnapshotRemove,
  vmMigrate,
  vmDiskGrow,
  vmResize,
  workloadRolloutRestart,
  workloadScale,
  workloadRollback,
  podDelete,
  nodeCordon,
  nodeUncordon,
  nodeDrain,
  portEnable,
  portDisable,
  portBounce,
  portSetVlan,
  portClearErrors,
  volumeGrow,
  volumeSnapshotsClean,
  pathFailOver,
  osdOut,
  osdIn,
];
