/** The incomplete beta function, which Student's t needs where its degrees of freedom are no whole number. */

/** Lanczos's coefficients for g = 7 and nine terms, as in Godfrey (2001). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x ≥ ½, to some 1e-14. */
export function logGamma(x: number): number {
  const t = x + 6.5;
  const sum = LANCZOS.reduce((total, coefficient, i) => total + (i === 0 ? coefficient : coefficient / (x - 1 + i)));
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Beyond it the series below has all digits. */
const LARGE = 64;

/** ln Γ(x + ½) − ln Γ(x) for x ≥ ½. Of large x the two are nearly equal, so it takes the series of their difference. */
export function logGammaStep(x: number): number {
  if (x < LARGE) return logGamma(x + 0.5) - logGamma(x);
  const square = 1 / (x * x);
  return Math.log(x) / 2 - (1 / 8 - square * (1 / 192 - square * (1 / 640 - square * (17 / 14336)))) / x;
}

/** −ln B(a, b). */
function logBetaInverse(a: number, b: number): number {
  const [less, more] = a < b ? [a, b] : [b, a];
  if (less === 0.5) return logGammaStep(more) - Math.log(Math.PI) / 2;
  return logGamma(a + b) - logGamma(a) - logGamma(b);
}

/**
 * The regularised incomplete beta function I_x(a, b) for a, b ≥ ½ and 0 ≤ x ≤ 1, by the continued fraction of Abramowitz
 * and Stegun (1964), 26.5.8, evaluated forwards after Lentz (1976), Applied Optics 15, 668-671.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // on the other side of the mean the fraction is slow
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logBetaInverse(a, b));
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    for (const step of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / (1 + step * d);
      c = 1 + step / c;
      fraction *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return (front * fraction) / a;
}
