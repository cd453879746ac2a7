import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { ROLE_SQL } from "./role-sql";

/** What to run in the database before it can be registered. */
export function RoleCard() {
  return (
    <Card
      label="A role that can only read"
      title="A role that can only read"
      note={<CopyButton text={ROLE_SQL} label="Copy the SQL" />}
    >
      <p className="text-sm text-muted">
        A role that may do more is refused, with what it may. Run this in the database, with a
        password and names of your own.
      </p>
      <pre className="mt-2 rounded-lg border border-line bg-sunken p-3 text-[13px] [overflow-wrap:anywhere] whitespace-pre-wrap">
        {ROLE_SQL}
      </pre>
    </Card>
  );
}
