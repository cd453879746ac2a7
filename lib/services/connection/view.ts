import type { ConnectionView } from "@/lib/contract/connection";
import type { StoredConnection } from "@/lib/data/connections";

/** Without the password, which nobody sees again. */
export const connectionView = ({
  pattern,
  created_at,
  ...row
}: StoredConnection): ConnectionView => ({
  ...row,
  resources: pattern,
  created_at: created_at.toISOString(),
});
