/**
 * Of a YAML text that somebody writes by hand. How long reading takes grows with the square of the number of keys, and
 * nothing else goes on meanwhile, the kill switch included.
 */
export const longestYaml = 65_536;
