/** Events of one subscription that may be under way before the first is acknowledged. */
export const eventWindow = 64;
