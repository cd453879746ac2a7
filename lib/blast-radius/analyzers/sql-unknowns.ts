import type { EffectKind } from "@/lib/core/impact";
import { quoted, type Declared, type Unknown } from "../findings";
import type { SqlAct, SqlReading } from "../sql/act";

const NAMED_MAX = 5;
const LOSES: readonly EffectKind[] = ["delete", "truncate", "replace", "overwrite"];

/** Every question that the SQL leaves open, each once; first those that a look into the database answers. */
export function unknownsOf(declared: Declared, dialect: string, reading: SqlReading): Unknown[] {
  const { acts } = reading;
  const unknowns: Unknown[] = [];
  const tables = acts.filter(({ target }) => isTable(target?.type));
  const losing = tables.filter(({ effect }) => LOSES.includes(effect));
  if (losing.length > 0)
    unknowns.push({
      topic: "records",
      what: `How many rows of ${namesOf(losing)} does it hit?`,
      why: "The SQL says which rows, not how many there are.",
      resolve: "Count them with the same WHERE, in the database that it will run on.",
    });
  if (tables.length > 0)
    unknowns.push({
      topic: "dependents",
      what: `What else does it change through ${namesOf(tables)}?`,
      why: "Foreign keys that cascade, triggers and rules are in the database, not in the SQL.",
      resolve: "Look at the tables' definitions: foreign keys that lead to them, triggers, rules.",
    });
  if (acts.some(({ undo }) => undo.value === "irreversible"))
    unknowns.push({
      topic: "recovery",
      what: "Is there a copy from before, and was it ever restored?",
      why: `No recovery point of ${namesOf(acts)} is registered.`,
      resolve:
        "Ask the owner for the last backup, where it lies, and when a restore was last tested.",
    });
  if (acts.length > 0)
    unknowns.push({
      topic: "environment",
      what: "Which database does it run on?",
      why: "SQL carries no address: it runs wherever the enforcement point sends it.",
      resolve: "Ask whoever runs the enforcement point which database it is connected to.",
    });
  const bare = tables.filter(({ target }) => target && !isQualified(target.id));
  if (bare.length > 0) unknowns.push(schemaUnknown(dialect, namesOf(bare)));
  if (acts.length === 0)
    unknowns.push({
      what: `What would carry out ${quoted(declared.action)}?`,
      why: "The SQL only reads.",
      resolve: "Deny, and ask the agent for the SQL that does what it wants to do.",
    });
  for (const { what, why, resolve } of reading.unknowns.values())
    unknowns.push({ what: quoted(what), why: quoted(why), resolve });
  return unknowns;
}

const isTable = (type: string | undefined) => type !== undefined && /\.\w*(table|view)$/.test(type);

const isQualified = (id: string) => id.replace(/"(?:[^"]|"")*"/g, "").includes(".");

const schemaUnknown = (dialect: string, names: string): Unknown => ({
  topic: "name",
  what: `Which ${dialect === "mysql" ? "database" : "schema"} are ${names} in?`,
  why:
    dialect === "mysql"
      ? "The SQL doesn't name one: the connection's own counts."
      : "The SQL doesn't name one: the session's search_path decides.",
  resolve: `Ask the agent for names with their ${dialect === "mysql" ? "database" : "schema"}.`,
});

function namesOf(acts: readonly SqlAct[]): string {
  const names = [...new Set(acts.flatMap(({ target }) => (target ? [target.id] : [])))];
  const shown = names.slice(0, NAMED_MAX).map((name) => quoted(name));
  if (names.length > shown.length) shown.push(`${names.length - shown.length} more`);
  return shown.length > 0 ? shown.join(", ") : "what it hits";
}
