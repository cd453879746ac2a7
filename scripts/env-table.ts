// Writes the README's table of configuration from lib/env.ts; with --check it only compares.
import fs from "node:fs";
import { z } from "zod";
import { envSchema } from "@/lib/env";

const START = "<!-- env:start -->";
const END = "<!-- env:end -->";

function table(): string {
  const { properties = {}, required = [] } = z.toJSONSchema(envSchema, {
    io: "input",
    unrepresentable: "any",
  });
  const rows = Object.entries(properties).map(([name, schema]) => {
    const { description = "", default: preset } = schema as z.core.JSONSchema.JSONSchema;
    const fallback = required.includes(name)
      ? ""
      : preset === undefined
        ? ""
        : `\`${String(preset as string | number)}\``;
    return `| \`${name}\` | ${fallback} | ${description} |`;
  });
  return ["| Variable | Default | Meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

const file = "README.md";
const text = fs.readFileSync(file, "utf8");
const [start, end] = [text.indexOf(START), text.indexOf(END)];
if (start < 0 || end < start) {
  console.error(`${file} has no ${START} … ${END}`);
  process.exit(1);
}
const wanted = text.slice(0, start + START.length) + `\n\n${table()}\n\n` + text.slice(end);
if (!process.argv.includes("--check")) fs.writeFileSync(file, wanted);
else if (normalised(text) !== normalised(wanted)) {
  console.error(`The configuration table in ${file} isn't what lib/env.ts says.`);
  console.error("Mend it with: node dist/env-table.js && npm run format");
  process.exit(1);
}

/** Without the padding that the formatter gives table cells. */
function normalised(markdown: string): string {
  return markdown.replaceAll(/[ -]+/g, " ");
}
