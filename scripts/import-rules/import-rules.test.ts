import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { importRules } from "./table";
import { findViolations } from "./violations";

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) fs.rmSync(tree, { recursive: true });
});

function violationsIn(files: Record<string, string>): string[] {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "import-rules-"));
  trees.push(root);
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
  return findViolations(root, importRules);
}

const id = { "lib/core/id.ts": "export const id = 1;\n" };
const rows = { "lib/data/rows.ts": "export type Row = string;\nexport const rows = 1;\n" };

describe("who may import whom", () => {
  it("lets a zone import what the table allows, and itself", () => {
    const service = `import { id } from "@/lib/core/id";\nimport { rows } from "../data/rows";\n`;
    const violations = violationsIn({
      ...id,
      ...rows,
      "lib/services/read.ts": service + "export const read = [id, rows];\n",
      "lib/services/again.ts": `export const again = () => import("./read");\n`,
    });
    expect(violations).toEqual([]);
  });

  it.each([
    ["an import", `import { rows } from "@/lib/data/rows";`],
    ["a relative import", `import { rows } from "../data/rows";`],
    ["a type-only import", `import type { Row } from "@/lib/data/rows";`],
    ["an import for its effects", `import "@/lib/data/rows";`],
    ["a re-export", `export { rows } from "@/lib/data/rows";`],
    ["a re-export of everything", `export * from "@/lib/data/rows";`],
    ["a dynamic import", `export const load = () => import("@/lib/data/rows");`],
    ["an import type", `export type Row = import("@/lib/data/rows").Row;`],
    ["require()", `export const rows = require("@/lib/data/rows");`],
  ])("refuses %s from core into data, naming file and line", (_, text) => {
    expect(violationsIn({ ...rows, "lib/core/id.ts": `// the first line\n${text}\n` })).toEqual([
      "lib/core/id.ts:2: imports lib/data/rows.ts; core may not import data",
    ]);
  });

  it("lets only types through where the table says types", () => {
    const from = (text: string) =>
      violationsIn({
        "lib/contract/shape.ts": "export type Shape = 1;\n",
        "lib/data/rows.ts": text,
      });
    expect(from(`import type { Shape } from "@/lib/contract/shape";\n`)).toEqual([]);
    // verbatimModuleSyntax: this one loads the module.
    expect(from(`import { type Shape } from "@/lib/contract/shape";\n`)).toEqual([
      "lib/data/rows.ts:1: imports lib/contract/shape.ts; data may import only types from contract",
    ]);
  });

  it("refuses an import whose name is computed", () => {
    const text = "export const load = (name: string) => import(name);\n";
    expect(violationsIn({ "lib/services/load.ts": text })).toEqual([
      "lib/services/load.ts:1: imports a module whose name is computed",
    ]);
  });

  it("refuses a file that no zone owns, and an import of it", () => {
    const violations = violationsIn({
      "lib/helpers/all.ts": "export const all = 1;\n",
      "lib/services/use.ts": `export { all } from "@/lib/helpers/all";\n`,
    });
    expect(violations).toEqual([
      "lib/helpers/all.ts: belongs to no zone of scripts/import-rules/table.ts",
      "lib/services/use.ts:1: imports lib/helpers/all.ts, which belongs to no zone",
    ]);
  });

  it("keeps tests out of the product", () => {
    const violations = violationsIn({
      "test/seed.ts": "export const seed = 1;\n",
      "lib/services/use.ts": `export { seed } from "@/test/seed";\n`,
      "lib/services/use.test.ts": `import "@/test/seed";\n`,
    });
    expect(violations).toEqual([
      "lib/services/use.ts:1: imports test/seed.ts; services may not import tests",
    ]);
  });
});

describe("packages", () => {
  it.each([
    ["lib/services/x.ts", "pg"],
    ["lib/services/x.ts", "@prisma/client/runtime/client"],
    ["lib/api/x.ts", "@auth/core/providers"],
    ["components/x.ts", "@simplewebauthn/server"],
    ["lib/web/x.ts", "@simplewebauthn/browser"],
    ["lib/services/x.ts", "resend"],
    ["lib/services/x.ts", "@react-email/render"],
    ["lib/services/x.ts", "next/headers"],
    ["lib/core/x.ts", "zod"],
    ["client/x.ts", "hono"],
  ])("refuses in %s the package %s", (file, name) => {
    expect(violationsIn({ [file]: `import type {} from "${name}";\n` })).toHaveLength(1);
  });

  it("lets the owner of a package import it", () => {
    const violations = violationsIn({
      "lib/data/x.ts": `import "pg";\nimport "@prisma/adapter-pg";\n`,
      "lib/auth/x.ts": `import "@auth/core";\nimport "@simplewebauthn/server";\n`,
      "lib/web/x.ts": `import "next/headers";\n`,
      "client/x.ts": `import "jose";\nimport "node:crypto";\n`,
    });
    expect(violations).toEqual([]);
  });
});

describe("cycles", () => {
  it("reports the whole path, also through type-only imports", () => {
    const violations = violationsIn({
      "lib/core/a.ts": `export { b } from "./b";\n`,
      "lib/core/b.ts": `import type { C } from "@/lib/core/c";\nexport const b: C = 1;\n`,
      "lib/core/c.ts": `import "./a";\nexport type C = 1;\n`,
    });
    expect(violations).toEqual([
      "lib/core/a.ts: import cycle lib/core/a.ts → lib/core/b.ts → lib/core/c.ts → lib/core/a.ts",
    ]);
  });
});

describe("process.env", () => {
  it.each([
    "export const a = process.env.A;",
    `export const a = process.env["A"];`,
    `export const a = process["env"];`,
    "export const { env } = process;",
    `import { env } from "node:process";`,
  ])("is refused outside of lib/env.ts: %s", (text) => {
    expect(violationsIn({ "lib/services/a.ts": `${text}\n` })).toEqual([
      "lib/services/a.ts:1: reads the process's environment; only lib/env.ts may",
    ]);
    expect(violationsIn({ "scripts/a.ts": `${text}\n` })).toEqual([]);
  });
});
