// Refuses imports that scripts/import-rules/table.ts doesn't allow, and cycles.
import { importRules } from "./import-rules/table";
import { findViolations } from "./import-rules/violations";

const violations = findViolations(process.cwd(), importRules);
for (const violation of violations) console.error(violation);
if (violations.length > 0) {
  console.error(`${violations.length} imports break the rules of scripts/import-rules/table.ts`);
  process.exitCode = 1;
}
