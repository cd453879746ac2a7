import { DomainError } from "@/lib/core/error";

/** Next lets an absent Origin pass, and believes x-forwarded-host; we do neither. */
export function assertSameOrigin(headers: Headers, publicUrl: string): void {
  const site = headers.get("sec-fetch-site");
  if (headers.get("origin") === publicUrl && (site === null || site === "same-origin")) return;
  throw new DomainError(
    "bad_origin",
    "This request didn't come from Countersign's own pages. Open the page and try there.",
  );
}
