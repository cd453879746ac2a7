/** Quoted for SQL text: the catalog's names go into it in no other way. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const qualified = (table: { schema: string; name: string }): string =>
  `${identifier(table.schema)}.${identifier(table.name)}`;
