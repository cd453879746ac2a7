import type { Catalog } from "./catalog";
import { nameOf } from "./catalog";
import { uncounted, type StatementImpact } from "./impact";

/** What a script's earlier statements did, of which the database that is looked at knows nothing yet. */
export class Past {
  private readonly taken = new Set<number>();
  private readonly changed = new Set<number>();
  private unclear = false;

  constructor(private readonly catalog: Catalog) {}

  /** Why nothing can be said of what comes now, or null. */
  get why(): string | null {
    return this.unclear
      ? "What comes before it can't be counted whole, and may change what it hits."
      : null;
  }

  /** The impact as it holds after what came before: never said more exactly than is known. */
  judge(what: string, impact: StatementImpact): StatementImpact {
    const looked = impact.reads.some((oid) => this.taken.has(oid) || this.changed.has(oid));
    const hit = impact.tables.find(({ table }) => this.changed.has(table.oid));
    if (looked || hit)
      return uncounted(
        what,
        `An earlier statement changes ${hit ? nameOf(hit.table) : "a table"} that it goes by.`,
      );
    const fails = impact.outcome.value === "will_fail";
    const freed =
      fails && impact.heldBy.some((oid) => this.taken.has(oid) || this.changed.has(oid));
    return {
      ...impact,
      outcome: freed
        ? { value: "unknown", because: "An earlier statement may take away what it would fail by." }
        : impact.outcome,
      // Rows that an earlier statement takes are counted once more here.
      tables: impact.tables.map((one) =>
        this.taken.has(one.table.oid) && one.count.bound === "exact"
          ? { ...one, count: { ...one.count, bound: "at_most" } }
          : one,
      ),
    };
  }

  add({ tables, fills, unknowns }: StatementImpact): void {
    this.unclear ||= unknowns.length > 0;
    for (const { table, action } of tables)
      this.note(
        table.oid,
        action === "delete" || action === "truncate" ? this.taken : this.changed,
      );
    for (const oid of fills) this.note(oid, this.changed);
  }

  private note(oid: number, into: Set<number>): void {
    const { up, down } = this.catalog.familyOf(oid);
    for (const one of [...up, ...down]) into.add(one);
  }
}
