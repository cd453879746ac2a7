/** What schema.prisma says of a table, in the catalog's words. */
export interface TableShape {
  /** `"email text not null"`, by name of column. */
  columns: string[];
  /** `"users_email_key unique (email)"`; primary keys and indexes likewise. */
  indexes: string[];
  /** `"user_id → users (id)"`. */
  references: string[];
}

const TYPES: Readonly<Record<string, string>> = {
  String: "text",
  "String @db.Uuid": "uuid",
  Int: "integer",
  BigInt: "bigint",
  Boolean: "boolean",
  "DateTime @db.Timestamptz(6)": "timestamp with time zone",
  Json: "jsonb",
  "Json @db.Json": "json",
  Bytes: "bytea",
};

interface Field {
  name: string;
  type: string;
  mark: string;
  attributes: string;
  column: string;
}
interface Model {
  table: string;
  fields: Field[];
  blockAttributes: string[];
}

/** Reads the hand-written schema; throws where it uses what this reader doesn't know. */
export function readPrismaSchema(schema: string): Map<string, TableShape> {
  const models = new Map<string, Model>();
  for (const [, name = "", body = ""] of schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms))
    models.set(name, readModel(name, body));
  return new Map([...models.values()].map((model) => [model.table, shapeOf(model, models)]));
}

function readModel(name: string, body: string): Model {
  const lines = body
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("//"));
  const blockAttributes = lines.filter((line) => line.startsWith("@@"));
  const fields = lines
    .filter((line) => !line.startsWith("@@"))
    .map((line) => readField(name, line));
  const table = blockAttributes.map((line) => /^@@map\("(\w+)"\)$/.exec(line)?.[1]).find(Boolean);
  if (!table) throw new Error(`model ${name} has no @@map`);
  return { table, fields, blockAttributes };
}

function readField(model: string, line: string): Field {
  const [, name, type, mark = "", attributes = ""] =
    /^(\w+)\s+(\w+)(\?|\[\])?\s*(.*)$/.exec(line) ?? [];
  if (!name || !type) throw new Error(`model ${model}: can't read "${line}"`);
  const column = /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name;
  return { name, type, mark, attributes, column };
}

function shapeOf(model: Model, models: ReadonlyMap<string, Model>): TableShape {
  const { table } = model;
  const scalars = model.fields.filter(({ type }) => !models.has(type));
  const columnOf = (name: string, of: Model = model) => {
    const field = of.fields.find((one) => one.name === name);
    if (!field) throw new Error(`${of.table} has no field ${name}`);
    return field.column;
  };
  const columnsOf = (list: string, of?: Model) =>
    list
      .split(/,\s*/)
      .map((item) => {
        const [, name = "", sort] = /^(\w+)(?:\(sort: (Desc)\))?$/.exec(item) ?? [];
        return `${columnOf(name, of)}${sort ? " DESC" : ""}`;
      })
      .join(", ");

  const indexes: string[] = [];
  for (const { attributes, column } of scalars) {
    if (/@id\b/.test(attributes)) indexes.push(`${table}_pkey primary (${column})`);
    const unique = /@unique\(map: "(\w+)"\)/.exec(attributes)?.[1];
    if (unique) indexes.push(`${unique} unique (${column})`);
  }
  for (const line of model.blockAttributes) {
    const [, kind, list, map] =
      /^@@(id|unique|index)\(\[(.*)\](?:, map: "(\w+)")?\)$/.exec(line) ?? [];
    if (list === undefined) continue;
    const columns = columnsOf(list);
    if (kind === "id") indexes.push(`${table}_pkey primary (${columns})`);
    else indexes.push(`${map} ${kind === "unique" ? "unique " : ""}(${columns})`);
  }

  const references = model.fields.flatMap(({ type, attributes }) => {
    const [, fields, targets] = /fields: \[(.*?)\], references: \[(.*?)\]/.exec(attributes) ?? [];
    const target = models.get(type);
    if (!fields || !targets || !target) return [];
    return [`${columnsOf(fields)} → ${target.table} (${columnsOf(targets, target)})`];
  });
  return {
    columns: scalars.map(columnShape).toSorted(),
    indexes: indexes.toSorted(),
    references: references.toSorted(),
  };
}

function columnShape({ column, type, mark, attributes }: Field): string {
  const native = /@db\.\w+(\(\d+\))?/.exec(attributes)?.[0];
  const base = TYPES[native ? `${type} ${native}` : type];
  if (!base) throw new Error(`${column}: no column type for ${type} ${native ?? ""}`);
  return [
    column,
    mark === "[]" ? `${base}[]` : base,
    mark === "?" ? "null" : "not null",
    ...(attributes.includes("@default") ? ["default"] : []),
  ].join(" ");
}
