/** Whether at least one complete line has arrived. */
export function hasLine(bytes: Buffer): boolean {
  return bytes.includes(0x0a);
}
