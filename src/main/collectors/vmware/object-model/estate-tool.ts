/** One tool of a server that answers in vSphere's object model, and what it is asked with beside the page. */
export interface EstateTool {
  readonly name: string;
  readonly args?: Readonly<Record<string, unknown>>;
}
