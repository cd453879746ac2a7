import { HealthSchema } from "@/lib/contract/discovery";
import { checkReadiness } from "@/lib/services/health";
import { DomainError } from "@/lib/core/error";
import { refuseMethod, type Mount } from "./mount";

const answer = (description: string) => ({
  200: { description, content: { "application/json": { schema: HealthSchema } } },
});
const LIVE = "/api/health/live";
const READY = "/api/health/ready";

/** For whatever restarts or routes to this copy: neither counts against an allowance. */
export function mountHealth({ app, runtime }: Mount): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: LIVE,
    operationId: "getLiveness",
    summary: "Whether the process answers at all",
    tags: ["Health"],
    security: [],
    responses: answer("It does. Restart a copy where this fails."),
  });
  app.get(LIVE, (c) => c.json({ status: "live" }));
  app.all(LIVE, refuseMethod(["get"]));

  app.openAPIRegistry.registerPath({
    method: "get",
    path: READY,
    operationId: "getReadiness",
    summary: "Whether it can do its work now",
    tags: ["Health"],
    security: [],
    responses: {
      ...answer("The database answers and grants can be signed."),
      503: { description: "`unavailable`: send no requests here for now." },
    },
  });
  app.get(READY, async (c) => {
    if (runtime.stopping.signal.aborted)
      throw new DomainError("unavailable", "This copy is stopping.");
    await checkReadiness(runtime.base);
    return c.json({ status: "ready" });
  });
  app.all(READY, refuseMethod(["get"]));
}
