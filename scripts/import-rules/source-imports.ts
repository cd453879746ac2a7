import { parseSync, Visitor } from "oxc-parser";

export interface SourceImport {
  /** Null where it is computed, so that nobody can tell before it runs. */
  readonly specifier: string | null;
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface SourceFacts {
  readonly imports: readonly SourceImport[];
  /** Lines that read process.env. */
  readonly environmentLines: readonly number[];
}

/**
 * Every way a module names another: import, re-export, import(), require() and the type import("…").
 * `import { type T }` counts as a real import: with verbatimModuleSyntax it loads the module.
 */
export function readSource(file: string, text: string): SourceFacts {
  const { program, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file} can't be parsed: ${errors[0].message}`);
  const imports: SourceImport[] = [];
  const environmentLines: number[] = [];
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  const add = (node: { start: number }, specifier: string | null, typeOnly: boolean) => {
    imports.push({ specifier, typeOnly, line: lineAt(node.start) });
    if (specifier === "process" || specifier === "node:process") {
      environmentLines.push(lineAt(node.start));
    }
  };

  new Visitor({
    ImportDeclaration: (node) => add(node, node.source.value, node.importKind === "type"),
    ExportAllDeclaration: (node) => add(node, node.source.value, node.exportKind === "type"),
    ExportNamedDeclaration(node) {
      if (node.source) add(node, node.source.value, node.exportKind === "type");
    },
    ImportExpression: (node) => add(node, literal(node.source), false),
    TSImportType: (node) => add(node, literal(node.source), true),
    TSExternalModuleReference: (node) => add(node, literal(node.expression), false),
    CallExpression(node) {
      if (node.callee.type !== "Identifier" || node.callee.name !== "require") return;
      add(node, node.arguments[0] ? literal(node.arguments[0]) : null, false);
    },
    MemberExpression(node) {
      if (node.object.type !== "Identifier" || node.object.name !== "process") return;
      const name = node.computed ? literal(node.property) : nameOf(node.property);
      if (name === "env") environmentLines.push(lineAt(node.start));
    },
    VariableDeclarator(node) {
      if (node.init?.type !== "Identifier" || node.init.name !== "process") return;
      environmentLines.push(lineAt(node.start));
    },
  }).visit(program);
  return { imports, environmentLines };
}

function literal(node: object): string | null {
  return "value" in node && typeof node.value === "string" ? node.value : null;
}

function nameOf(node: object): string | null {
  return "name" in node && typeof node.name === "string" ? node.name : null;
}
