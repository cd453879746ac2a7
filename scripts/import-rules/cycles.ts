import type { Module } from "./module-graph";

/** One cycle for each group of modules that import each other in a circle, types included. */
export function findCycles(modules: ReadonlyMap<string, Module>): string[][] {
  const done = new Set<string>();
  const trail: string[] = [];
  const cycles: string[][] = [];

  const visit = (file: string): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      cycles.push([...trail.slice(start), file]);
      return;
    }
    if (done.has(file)) return;
    trail.push(file);
    for (const { file: next } of modules.get(file)?.imports ?? []) if (next) visit(next);
    trail.pop();
    done.add(file);
  };
  for (const file of modules.keys()) visit(file);
  return cycles;
}
