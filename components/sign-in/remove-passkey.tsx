"use client";
import { ActButton } from "@/components/admin/act-button";
import type { ActionResult } from "@/lib/contract/action";
import { touchPasskey } from "./passkey-dialog";

type Touching = Parameters<typeof touchPasskey<unknown>>;

/** Removes a passkey, after a touch of one that is there. */
export function RemovePasskey({
  id,
  name,
  touch,
  remove,
}: {
  id: string;
  name: string;
  touch: Touching[0];
  remove: (input: {
    id: string;
    touch?: Parameters<Touching[1]>[0];
  }) => Promise<ActionResult<unknown>>;
}) {
  const act = async () =>
    (await touchPasskey(touch, (answer) => remove({ id, touch: answer }))) ?? {
      ok: true as const,
      data: null,
    };
  return <ActButton label="Remove" confirm={`Remove ${name}`} act={act} />;
}
