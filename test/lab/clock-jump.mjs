/*
 * Preloaded with `node --import`, in all threads: sets the wall clock as CLOCK_JUMPS says, such as `2000:3600000,4000:-3600000`, by how many milliseconds
 * each so many milliseconds after the process began.
 */
const jumps = (process.env.CLOCK_JUMPS ?? '').split(',').map((jump) => jump.split(':').map(Number));
const RealDate = Date;
const now = () => {
  const uptimeMs = process.uptime() * 1000;
  return jumps.reduce((time, [afterMs, byMs]) => (uptimeMs > afterMs ? time + byMs : time), RealDate.now());
};

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }

  static now() {
    return now();
  }
};
