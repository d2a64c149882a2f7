/** Functions of the unit cube whose indices are known in closed form. */
export interface TestFunction {
  readonly name: string;
  readonly dimensions: number;
  readonly at: (u: readonly number[]) => number;
  /** Sobol' indices. */
  readonly first: readonly number[];
  readonly total: readonly number[];
  /** Expected μ*, μ and variance of elementary effects on a Morris grid of so many levels. */
  readonly morris: (
    levels: number,
  ) => readonly { readonly muStar: number; readonly mu: number; readonly sigma: number }[];
}

/** A term of a function that is a product of functions of one variable each. */
type Factor = (u: number) => number;

/**
 * Moments of the elementary effects of f = Σ over terms of Π over variables: on the grid all other variables are uniform
 * and independent, so that expectations of products of terms are products of finite sums.
 *
 * @param terms factors by term and variable
 */
function gridMoments(terms: readonly (readonly Factor[])[], constantSign: boolean, levels: number) {
  const grid = Array.from({ length: levels }, (_, i) => i / (levels - 1));
  const lower = grid.slice(0, levels / 2);
  const delta = levels / (2 * (levels - 1));
  const mean = (places: readonly number[], f: Factor) => places.reduce((sum, u) => sum + f(u), 0) / places.length;
  return terms[0].map((_, j) => {
    const step = (term: readonly Factor[]) => (u: number) => (term[j](u + delta) - term[j](u)) / delta;
    const others = (f: (i: number) => Factor) =>
      terms[0].reduce((product, _, i) => (i === j ? product : product * mean(grid, f(i))), 1);
    const mu = terms.reduce((sum, term) => sum + mean(lower, step(term)) * others((i) => term[i]), 0);
    let square = 0;
    for (const a of terms) {
      for (const b of terms)
        square += mean(lower, (u) => step(a)(u) * step(b)(u)) * others((i) => (u) => a[i](u) * b[i](u));
    }
    // where at most one term depends on the variable, |effect| is a product too
    const own = terms.filter((term) => lower.some((u) => step(term)(u) !== 0));
    const muStar =
      own.length <= 1 || constantSign
        ? own.reduce(
            (sum, term) =>
              sum + mean(lower, (u) => Math.abs(step(term)(u))) * others((i) => (u) => Math.abs(term[i](u))),
            0,
          )
        : Number.NaN;
    return { muStar, mu, sigma: Math.sqrt(square - mu * mu) };
  });
}

const one: Factor = () => 1;

/** Ishigami and Homma (1990): sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ on [−π, π]³. */
export function ishigami(a = 7, b = 0.1): TestFunction {
  const x = (u: number) => Math.PI * (2 * u - 1);
  const at = ([u, v, w]: readonly number[]) => Math.sin(x(u)) * (1 + b * x(w) ** 4) + a * Math.sin(x(v)) ** 2;
  const pi4 = Math.PI ** 4;
  const alone = [(1 + (b * pi4) / 5) ** 2 / 2, a ** 2 / 8, 0];
  const together = (8 * b ** 2 * pi4 ** 2) / 225;
  const variance = alone[0] + alone[1] + together;
  const terms: Factor[][] = [
    [(u) => Math.sin(x(u)), one, (w) => 1 + b * x(w) ** 4],
    [one, (v) => a * Math.sin(x(v)) ** 2, one],
  ];
  return {
    name: 'Ishigami',
    dimensions: 3,
    at,
    first: alone.map((part) => part / variance),
    total: [(alone[0] + together) / variance, alone[1] / variance, together / variance],
    morris: (levels) => gridMoments(terms, false, levels),
  };
}

/** Sobol's g-function, Π (|4u − 2| + a) / (1 + a): the larger a, the less its variable matters. */
export function gFunction(a: readonly number[] = [0, 1, 4.5, 9, 99, 99, 99, 99]): TestFunction {
  const factors = a.map(
    (ai): Factor =>
      (u) =>
        (Math.abs(4 * u - 2) + ai) / (1 + ai),
  );
  const alone = a.map((ai) => 1 / (3 * (1 + ai) ** 2));
  const all = alone.reduce((product, part) => product * (1 + part), 1);
  return {
    name: 'g-function',
    dimensions: a.length,
    at: (u) => factors.reduce((product, factor, i) => product * factor(u[i]), 1),
    first: alone.map((part) => part / (all - 1)),
    total: alone.map((part) => (part * all) / (1 + part) / (all - 1)),
    morris: (levels) => gridMoments([factors], true, levels),
  };
}
