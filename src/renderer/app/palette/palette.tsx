/** Search and run. */
export function Palette() {
  return null;
}
