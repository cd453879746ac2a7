import type { DeleteStmt, RangeVar, UpdateStmt } from "libpg-query";

/** A statement over rows of one table. */
export type RowHit =
  | { readonly kind: "delete"; readonly statement: DeleteStmt; readonly relation: RangeVar }
  | {
      readonly kind: "update";
      readonly statement: UpdateStmt;
      readonly relation: RangeVar;
      readonly columns: readonly string[];
    };
