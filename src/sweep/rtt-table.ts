export function createRttTable({ ceilingMs }: { ceilingMs: number; floorMs: number }): {
  saw(prefix: number, rttUs: number): void;
  timeoutMs(prefix: number): number;
} {
  return { saw() {}, timeoutMs: () => ceilingMs };
}
