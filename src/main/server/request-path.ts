/** The path of what was asked for. Slashes at its beginning name no host: nobody but this server is asked. */
export function pathOf(target: string): string {
  return URL.parse(target.replace(/^[/\\]+/, '/'), 'http://localhost')?.pathname ?? '/';
}
