const UNITS: readonly [name: string, seconds: number][] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** "5 minutes", "36 hours", "90 seconds": whole, in the largest unit that says it exactly; days from three on. */
export function durationText(seconds: number): string {
  const [name, size] = UNITS.find(
    ([unit, of]) => seconds % of === 0 && seconds >= (unit === "day" ? 3 * of : of),
  ) ?? ["second", 1];
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

/** About how old: "3 days", "25 hours", "40 minutes". */
export function ageText(seconds: number): string {
  const [name, size] = UNITS.find(([unit, of]) => seconds >= (unit === "day" ? 3 * of : of)) ?? [
    "second",
    1,
  ];
  const count = Math.floor(seconds / size);
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
