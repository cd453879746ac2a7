import { headers } from "next/headers";
import type { z } from "zod";
import type { ActionResult } from "@/lib/contract/action";
import type { Actor } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { getRuntime, type Runtime } from "@/lib/runtime";
import type { ServiceContext } from "@/lib/services/context";
import { browserContext, type VisitorContext } from "./browser";
import { assertSameOrigin } from "./origin";
import { currentReviewer, type ReviewerContext } from "./session";

type Action<S extends z.ZodType, T> = (input: z.input<S>) => Promise<ActionResult<T>>;

/** A server action for who is signed in. */
export function action<S extends z.ZodType, T>(
  schema: S,
  service: (ctx: ReviewerContext, input: z.output<S>) => Promise<T>,
): Action<S, T> {
  return door(schema, service, async () => {
    const ctx = await currentReviewer();
    if (!ctx) throw new DomainError("unauthenticated", "Your session has ended. Sign in again.");
    return ctx;
  });
}

/** A server action for anyone: it counts against the address's allowance. */
export function visitorAction<S extends z.ZodType, T>(
  schema: S,
  service: (ctx: VisitorContext, input: z.output<S>) => Promise<T>,
): Action<S, T> {
  return door(schema, service, async (runtime) => {
    const ctx = await browserContext(runtime, { kind: "visitor" });
    await runtime.rateLimit.countUnauthenticated(ctx.browser.address);
    return ctx;
  });
}

/** A server action is a public endpoint: origin, caller and input are checked here, once for all of them. */
function door<C extends ServiceContext<Actor>, S extends z.ZodType, T>(
  schema: S,
  service: (ctx: C, input: z.output<S>) => Promise<T>,
  whoCalls: (runtime: Runtime) => Promise<C>,
): Action<S, T> {
  return async (input) => {
    const runtime = await getRuntime();
    let requestId = "";
    try {
      assertSameOrigin(await headers(), runtime.base.config.publicUrl);
      const ctx = await whoCalls(runtime);
      requestId = ctx.requestId ?? "";
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw invalid(parsed.error);
      return { ok: true, data: await service(ctx, parsed.data) };
    } catch (error) {
      if (!(error instanceof DomainError))
        runtime.log.error({ err: error, requestId }, "action failed");
      const { code, title, detail, extra } = error instanceof DomainError ? error : OUR_FAULT;
      const errors = extra.errors ? { errors: extra.errors } : {};
      return { ok: false, problem: { code, title, detail, ...errors, request_id: requestId } };
    }
  };
}

const OUR_FAULT = new DomainError(
  "internal",
  "Nothing was changed. Try again; the server's log has the cause.",
);

function invalid(error: z.ZodError): DomainError {
  return new DomainError("validation_failed", "Some of what was entered can't be used.", {
    errors: error.issues.map((issue) => ({
      pointer: `/${issue.path.join("/")}`,
      detail: issue.message,
    })),
  });
}
