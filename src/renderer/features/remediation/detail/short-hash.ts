/** As much of a plan's hash as two people can compare. */
export const shortHash = (hash: string): string => hash.slice(0, 12);
