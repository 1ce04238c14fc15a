/** Why one question to a service has no answer. Never holds a secret. */
export class RedfishFailure extends Error {
  override readonly name = 'RedfishFailure';
  /**
   * `absent`: there is no such resource; `forbidden`: this account may not see it; `refused`: the service will not do
   * it; `unreachable`: nothing comes from it, or nothing may be sent to it; `unfit`: what came is no Redfish;
   * `lost`: it was sent, and what became of it is not known.
   */
  readonly kind: 'absent' | 'forbidden' | 'refused' | 'unreachable' | 'unfit' | 'lost';

  constructor(kind: RedfishFailure['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}
