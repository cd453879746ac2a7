import { headers } from "next/headers";
import type { z } from "zod";
import type { ActionResult } from "@/lib/contract/action";
import { DomainError } from "@/lib/core/error";
import { getRuntime } from "@/lib/runtime";
import { assertSameOrigin } from "./origin";
import { currentReviewer, type ReviewerContext } from "./session";

/** A server action is a public endpoint: origin, session and input are checked here, once for all of them. */
export function action<S extends z.ZodType, T>(
  schema: S,
  service: (ctx: ReviewerContext, input: z.output<S>) => Promise<T>,
): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async (input) => {
    const { base, log } = await getRuntime();
    let requestId = "";
    try {
      assertSameOrigin(await headers(), base.config.publicUrl);
      const ctx = await currentReviewer();
      if (!ctx) throw new DomainError("unauthenticated", "Your session has ended. Sign in again.");
      requestId = ctx.requestId ?? "";
      const parsed = schema.safeParse(input);
      if (!parsed.success)
        throw new DomainError("validation_failed", "Some of what was entered can't be used.", {
          errors: parsed.error.issues.map((issue) => ({
            pointer: `/${issue.path.join("/")}`,
            detail: issue.message,
          })),
        });
      return { ok: true, data: await service(ctx, parsed.data) };
    } catch (error) {
      if (!(error instanceof DomainError)) log.error({ err: error, requestId }, "action failed");
      const { code, title, detail, extra } =
        error instanceof DomainError
          ? error
          : new DomainError(
              "internal",
              "Nothing was changed. Try again; the server's log has the cause.",
            );
      return {
        ok: false,
        problem: {
          code,
          title,
          detail,
          ...(extra.errors ? { errors: extra.errors } : {}),
          request_id: requestId,
        },
      };
    }
  };
}
