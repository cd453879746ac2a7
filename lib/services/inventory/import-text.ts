import { parseRawJson, RawJsonError } from "@/client/protocol/raw-json";
import type { ImportedInventory, ImportInventory } from "@/lib/contract/inventory";
import type { ServiceContext } from "../context";
import { importRefused } from "./fault";
import { importInventory } from "./import";

/** A file as people have it: CSV, or JSON (the resources alone, or as the API takes them). Errors as importInventory. */
export async function importInventoryText(
  ctx: ServiceContext,
  { text }: { text: string },
): Promise<ImportedInventory> {
  return importInventory(ctx, /^\s*[[{]/.test(text) ? fromJson(text) : { csv: text });
}

function fromJson(text: string): ImportInventory {
  try {
    const { value } = parseRawJson(new TextEncoder().encode(text));
    // importInventory judges the form.
    return (Array.isArray(value) ? { resources: value } : value) as ImportInventory;
  } catch (error) {
    if (!(error instanceof RawJsonError)) throw error;
    throw importRefused([{ pointer: error.pointer, detail: error.detail }]);
  }
}
