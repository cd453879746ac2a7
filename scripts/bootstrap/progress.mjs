const EVERY_MS = 10_000;

/** Says from time to time that something long is still going on, until called. */
export function sayStill(what) {
  const began = Date.now();
  const ticker = setInterval(
    () => console.error(`  … still ${what}, ${secondsSince(began)}`),
    EVERY_MS,
  );
  return () => clearInterval(ticker);
}

export const secondsSince = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`;
