/** Coefficients of Stirling's series, B(2k) / (2k (2k - 1)) for k = 1 to 5 (NIST DLMF 5.11.1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188] as const;
/** From here on the first term left out of the series is below 2e-14. */
const SERIES_FROM = 10;
const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);

/** The natural logarithm of the gamma function for `x` above 0, to about 13 digits. NIST DLMF 5.5.1 (recurrence) and 5.11.1 (Stirling). */
export function logGamma(x: number): number {
  let shift = 1;
  let at = x;
  while (at < SERIES_FROM) shift *= at++;
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TAU + series(at) - Math.log(shift);
}

/**
 * logGamma(x + d) - logGamma(x) for `x` above 0 and `d` of 0 or more. The difference of the two would lose all digits where x is very large;
 * here the error is that of d log(x).
 */
export function logGammaRatio(x: number, d: number): number {
  if (x < SERIES_FROM) return logGamma(x + d) - logGamma(x);
  return (x - 0.5) * Math.log1p(d / x) + d * (Math.log(x + d) - 1) + series(x + d) - series(x);
}

/** The natural logarithm of the beta function, for arguments above 0. NIST DLMF 5.12.1 */
export function logBeta(a: number, b: number): number {
  return logGamma(Math.min(a, b)) - logGammaRatio(Math.max(a, b), Math.min(a, b));
}

function series(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  const [a, b, c, d, e] = STIRLING;
  return inverse * (a + square * (b + square * (c + square * (d + square * e))));
}
