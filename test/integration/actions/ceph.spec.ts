import { openCephStage } from '../../support/ceph-stage.ts';
import { describeActionsOn } from '../../support/describe-actions.ts';

describeActionsOn('ssh-storage', openCephStage);
