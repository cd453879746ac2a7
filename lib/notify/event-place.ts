import type { ClaimedDelivery } from "@/lib/data/webhook-deliveries";

/** The environment that an entry without an operation is about; `*`: every one. */
export function placeOf({ action, data }: ClaimedDelivery["entry"]): string | null {
  if (action === "installation.frozen") return "*";
  const { environment, slug } = data;
  const named = environment ?? slug;
  return typeof named === "string" ? named : null;
}
