let last: { x: number; y: number } | undefined;

/** Where the pointer was last on the empty canvas. */
export const pointer = (): { x: number; y: number } | undefined => last;

export const pointerAt = (event: { clientX: number; clientY: number }): void => {
  last = { x: event.clientX, y: event.clientY };
};
