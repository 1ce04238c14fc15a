/** Takes a text bit by bit. */
export interface TextStream {
  readonly push: (delta: string) => void;
  /** Nothing more comes: what was held back goes out. */
  readonly end: () => void;
}
