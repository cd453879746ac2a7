import { ActButton } from "@/components/admin/act-button";
import { Listing } from "@/components/admin/listing";
import { Chip } from "@/components/ui/chip";
import { Clock } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionResult } from "@/lib/contract/action";
import type { DelegationView } from "@/lib/contract/delegation";

/** Who stands in for whom, and until when. */
export function Delegations({
  delegations,
  none,
  revoke,
}: {
  delegations: readonly DelegationView[];
  none: string;
  revoke: (input: { id: string }) => Promise<ActionResult<unknown>>;
}) {
  return (
    <Listing
      label="Standing in"
      none={none}
      items={delegations.map((one) => ({
        id: one.id,
        name: (
          <>
            <span>
              <Untrusted text={one.to.name} /> for <Untrusted text={one.from.name} />
            </span>
            {one.holds ? <Chip tone="ok">now</Chip> : <Chip>not now</Chip>}
          </>
        ),
        facts: (
          <>
            <Clock at={one.starts_at} day /> to <Clock at={one.ends_at} day />:{" "}
            <Untrusted text={one.reason} />
          </>
        ),
        acts: (
          <ActButton
            label="Revoke"
            confirm="Revoke: approvals given by it are void"
            act={revoke.bind(null, { id: one.id })}
          />
        ),
      }))}
    />
  );
}
