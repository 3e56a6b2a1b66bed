/** Does something once what was just changed is drawn: what a library shows or scrolls takes a moment. */
export function afterDrawing(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}
