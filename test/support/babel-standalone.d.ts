/** As much of it as is used here; the package has no types of its own. */
declare module '@babel/standalone' {
  export function transform(code: string, options: object): { readonly code: string | null };
}
