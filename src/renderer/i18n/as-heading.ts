/** A name with a large first letter, `hosts` → `Hosts`; one that is written in its own way keeps it: `vCenters`. */
export function asHeading(name: string): string {
  return /^\p{Ll}\p{Lu}/u.test(name) ? name : name.charAt(0).toUpperCase() + name.slice(1);
}
