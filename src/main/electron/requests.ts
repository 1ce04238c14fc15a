/** What somebody outside asks of the running application: to come to the front, and perhaps to show something. */
export interface OutsideRequest {
  readonly link?: string;
}

export interface OutsideRequests {
  add(request: OutsideRequest): void;
  /** Gets what came before, too: the system hands links over before there is a window. */
  serve(handler: (request: OutsideRequest) => void): void;
}

export function createOutsideRequests(): OutsideRequests {
  const early: OutsideRequest[] = [];
  let handler: ((request: OutsideRequest) => void) | undefined;
  return {
    add(request) {
      if (handler) handler(request);
      else early.push(request);
    },
    serve(served) {
      handler = served;
      for (const request of early.splice(0)) served(request);
    },
  };
}
