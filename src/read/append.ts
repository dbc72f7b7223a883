/** `to.push(...items)` for lists of any length: an argument for each item would overflow the stack. */
export function append<T>(to: T[], items: readonly T[]): void {
  for (const item of items) to.push(item);
}
