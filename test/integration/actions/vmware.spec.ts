import { describeActions } from '../../support/describe-actions.ts';

describeActions('vmware');
