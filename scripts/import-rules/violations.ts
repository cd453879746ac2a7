import { findCycles } from "./cycles";
import { readModules, type Module, type ModuleImport } from "./module-graph";
import type { ImportRules, Zone } from "./table";

/** What breaks the rules in the tree under `root`, one sentence each, with file and line. */
export function findViolations(root: string, rules: ImportRules): string[] {
  const modules = readModules(root);
  return [
    ...[...modules].flatMap(([file, module]) => moduleViolations(file, module, rules)),
    ...findCycles(modules).map((cycle) => `${cycle[0]}: import cycle ${cycle.join(" → ")}`),
  ];
}

function moduleViolations(file: string, module: Module, rules: ImportRules): string[] {
  const zone = zoneOf(file, rules);
  if (!zone) return [`${file}: belongs to no zone of scripts/import-rules/table.ts`];
  const refused = module.imports.flatMap((found) => {
    const why = found.package
      ? packageRefusal(zone, found.package, rules)
      : moduleRefusal(zone, found, rules);
    return why ? [`${file}:${found.line}: ${why}`] : [];
  });
  if (zone.readsEnvironment) return refused;
  return [
    ...refused,
    ...module.environmentLines.map(
      (line) => `${file}:${line}: reads the process's environment; only lib/env.ts may`,
    ),
  ];
}

function moduleRefusal(zone: Zone, found: ModuleImport, rules: ImportRules): string | null {
  if (found.file === null) {
    return zone.computedImports ? null : "imports a module whose name is computed";
  }
  const other = zoneOf(found.file, rules)?.name;
  if (!other) return `imports ${found.file}, which belongs to no zone`;
  if (other === zone.name || zone.imports.includes("*") || zone.imports.includes(other)) {
    return null;
  }
  if (!zone.types?.includes(other)) {
    return `imports ${found.file}; ${zone.name} may not import ${other}`;
  }
  return found.typeOnly
    ? null
    : `imports ${found.file}; ${zone.name} may import only types from ${other}`;
}

function packageRefusal(zone: Zone, name: string, rules: ImportRules): string | null {
  if (zone.packages && !zone.packages.some((pattern) => matches(name, pattern))) {
    return `imports ${name}; ${zone.name} may import ${zone.packages.join(", ")} only`;
  }
  const reservation = rules.reserved.find(({ packages }) =>
    packages.some((pattern) => matches(name, pattern)),
  );
  if (!reservation || reservation.zones.includes(zone.name)) return null;
  return `imports ${name}, which is for ${reservation.zones.join(", ")}, not ${zone.name}`;
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function zoneOf(file: string, { zones }: ImportRules): Zone | undefined {
  return zones.find(({ files }) =>
    files.some((pattern) => {
      if (pattern.startsWith("*")) return file.endsWith(pattern.slice(1));
      return pattern.endsWith("/") ? file.startsWith(pattern) : file === pattern;
    }),
  );
}
