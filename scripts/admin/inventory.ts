import { readFile } from "node:fs/promises";
import { Option, type Command } from "commander";
import type {
  ImportedInventory,
  InventoryPage,
  InventoryResourceView,
  ListInventory,
} from "@/lib/contract/inventory";
import { DomainError } from "@/lib/core/error";
import { CRITICALITIES } from "@/lib/core/inventory";
import { importInventoryText } from "@/lib/services/inventory/import-text";
import { listInventory } from "@/lib/services/inventory/list";
import { removeResource } from "@/lib/services/inventory/remove";
import { table } from "../terminal";
import { parseWhole, runs, type OperatorContext } from "./command";

export function addInventory(program: Command): void {
  const inventory = program
    .command("inventory")
    .description("what operations may hit, where it is, and which copies would be left");

  const list = inventory
    .command("list")
    .description("registered resources, newest first")
    .option("--text <text>", "part of a type, id, name or owner")
    .option("--type <type>", "of this type")
    .option("--environment <slug>", "in this environment")
    .addOption(new Option("--criticality <level>").choices(CRITICALITIES))
    .option("--limit <n>", "how many", parseWhole)
    .option("--cursor <cursor>", "where the page before ended");
  runs(list, () => list.opts<ListInventory>(), listInventory, showPage);

  const load = inventory
    .command("import")
    .description("register or replace all that a file says, or nothing")
    .argument("<file>", "CSV with a heading line, or JSON; see docs/inventory.md");
  runs(load, () => ({ file: load.args[0] ?? "" }), importFile, showImported);

  const remove = inventory
    .command("remove")
    .description("take a resource and its recovery points out")
    .argument("<id>", "as `inventory list` shows it");
  runs(
    remove,
    () => ({ id: remove.args[0] ?? "" }),
    removeResource,
    ({ type, pattern }) => `${type}:${pattern} is removed.`,
  );
}

async function importFile(
  ctx: OperatorContext,
  { file }: { file: string },
): Promise<ImportedInventory> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new DomainError("not_found", `The file ${file} can't be read.`);
  });
  return importInventoryText(ctx, { text });
}

const showImported = ({ created, replaced, recovery_points }: ImportedInventory): string =>
  `Registered ${created}, replaced ${replaced}, with ${recovery_points} recovery points.`;

const showPage = ({ items, next_cursor }: InventoryPage): string =>
  items.length === 0
    ? "Nothing is registered here. Import a file: inventory import resources.csv"
    : table(
        ["TYPE", "ID OR PATTERN", "NAME", "ENVIRONMENT", "CRITICALITY", "COPIES LEFT", "ID"],
        items.map((one) => [
          one.type,
          one.pattern,
          one.name ?? "–",
          one.environment,
          one.criticality,
          copies(one),
          one.id,
        ]),
      ) + (next_cursor ? `\n\nMore: --cursor ${next_cursor}` : "");

const copies = ({ recovery_points: points }: InventoryResourceView): string =>
  `${points.filter(({ survives }) => survives === "yes").length} of ${points.length}`;
