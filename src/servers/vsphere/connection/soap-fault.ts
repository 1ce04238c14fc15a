import { ToolFailure } from '../../shared/tool-failure.ts';
import type { XmlElement } from './xml-element.ts';

/** What vSphere refused. `fault` is the class of the fault, `InvalidPowerState` for instance. */
export class SoapFault extends ToolFailure {
  readonly fault: string;
  readonly detail: XmlElement | undefined;
  constructor(method: string, fault: string, text: string, detail: XmlElement | undefined) {
    super(`${method} was refused: ${explain(fault, text, detail)}`);
    this.fault = fault;
    this.detail = detail;
  }
}

export function faultOf(method: string, fault: XmlElement): SoapFault {
  const detail = fault.one('detail')?.children[0];
  // `InvalidRequestFault` with the class as its type; older servers leave the type out.
  const name = detail?.type ?? detail?.name.replace(/Fault$/, '') ?? fault.text('faultcode') ?? 'fault';
  return new SoapFault(method, name, fault.text('faultstring') ?? '', detail);
}

/** A fault as a sentence: its class, what vSphere says, and what to do where that is known. */
export function explain(fault: string, text: string, detail: XmlElement | undefined): string {
  const said = text.trim() === '' ? fault : `${fault}: ${text.trim()}`;
  const advice = adviceFor(fault, detail);
  return advice === undefined ? said : `${said} ${advice}`;
}

function adviceFor(fault: string, detail: XmlElement | undefined): string | undefined {
  switch (fault) {
    case 'NoPermission': {
      const privilege = detail?.text('privilegeId');
      return `The account lacks ${privilege === undefined ? 'a privilege' : `the privilege "${privilege}"`}; grant it on that object, or use another account.`;
    }
    case 'ManagedObjectNotFound':
      return 'The object does not exist any more, or never did on this server; list again to see what there is.';
    case 'InvalidPowerState':
      return `Expected power state ${detail?.text('requestedState') ?? 'another'}, it is ${detail?.text('existingState') ?? 'not'}.`;
    case 'ToolsUnavailable':
      return 'VMware Tools does not run in the guest, so that the guest cannot be asked; the power itself can be switched.';
    case 'TaskInProgress':
      return 'Another task is at work on it; wait for its end.';
    case 'RestrictedVersion':
    case 'NotSupported':
      return 'The licence or the kind of server does not permit it.';
    default:
      return undefined;
  }
}
