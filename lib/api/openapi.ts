import type { OpenAPIHono } from "@hono/zod-openapi";
import { API_KEY_KINDS, type ApiKeyKind } from "@/client/protocol/api-key";
import { refuseMethod, type Mount } from "./mount";
import type { ApiEnv } from "./request";

const MAY: Record<ApiKeyKind, string> = {
  agent: "submit, read, wait for and cancel its own agent's operations",
  enforce: "redeem, introspect and report results, for its own audience",
  audit: "read the audit log",
  admin:
    "manage keys, the inventory, connections and the policy, and freeze; it can never decide, nor lift a freeze",
};
const PATH = "/api/v1/openapi.json";

const DESCRIPTION = `The second key for destructive actions. An agent submits the exact operation; Countersign works out what it would destroy; people approve or deny; the agent's poll brings a signed grant; the enforcement point, which alone holds the real credential, redeems it once and reports what came of it.

Times are RFC 3339 in UTC, durations integer seconds, sizes integer bytes, ids opaque with a prefix. Errors are RFC 9457 problem details with a \`code\`. A status that a client doesn't know is never an approval, and no answer is never a yes.`;

/** The OpenAPI 3.1 description, made of the schemas that parse the requests. */
export function openApiDocument(app: OpenAPIHono<ApiEnv>, publicUrl: string) {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Countersign API",
      version: "1",
      description: DESCRIPTION,
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: publicUrl }],
  });
}

/** Comes last: it describes what is mounted by then. */
export function mountOpenApi({ app, runtime }: Mount): void {
  for (const kind of API_KEY_KINDS)
    app.openAPIRegistry.registerComponent("securitySchemes", `${kind}Key`, {
      type: "http",
      scheme: "bearer",
      bearerFormat: `csk_${kind}_…`,
      description: `A key of kind \`${kind}\`. It may ${MAY[kind]}.`,
    });
  let text: string | undefined;
  app.get(PATH, (c) => {
    text ??= JSON.stringify(openApiDocument(app, runtime.base.config.publicUrl));
    return c.body(text, 200, { "Content-Type": "application/json" });
  });
  app.all(PATH, refuseMethod(["get"]));
}
