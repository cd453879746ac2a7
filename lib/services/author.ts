/** Who made a row, as people say it; `name` is the person's, where one did. */
export function authorText(actor: Readonly<Record<string, string>>, name: string | null): string {
  switch (actor["kind"]) {
    case "operator":
      return `operator ${actor["login"] ?? ""}`.trim();
    case "admin_key":
      return `admin key ${actor["key"] ?? ""}`.trim();
    default:
      return name ?? "Countersign";
  }
}
