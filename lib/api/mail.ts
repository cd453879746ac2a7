import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { ResendEventSchema } from "@/lib/contract/mail";
import { DomainError } from "@/lib/core/error";
import { contextFor } from "@/lib/services/context";
import { receiveMailEvent } from "@/lib/services/mail/receive-event";
import { unsubscribe } from "@/lib/services/mail/unsubscribe";
import { BODY_BYTES_MAX, readBytes } from "./body";
import { refuseMethod, type Mount } from "./mount";
import { addressOf, type ApiContext } from "./request";

const RECEIVE = "/api/v1/webhooks/resend";
const UNSUBSCRIBE = "/api/v1/unsubscribe";
const FORM_BYTES_MAX = 4096;

const tag = "Mail";
const PROBLEM = { description: "Refused, with `application/problem+json`." };

/** What mail providers and mail programs call: neither has a key, each has a signature of its own. */
export function mountMail(mount: Mount): void {
  mountReceiver(mount);
  mountUnsubscribe(mount);
}

function mountReceiver({ app, runtime }: Mount): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: RECEIVE,
    operationId: "receiveMailEvent",
    summary: "What became of a mail, from Resend",
    description:
      "Signed by RESEND_WEBHOOK_SECRET as Standard Webhooks are (`svix-id`, `svix-timestamp`, `svix-signature`). An address that bounces for good, or whose owner complains, gets no more approval mails until it is known to work.",
    tags: [tag],
    security: [],
    responses: { 204: { description: "Taken." }, 401: PROBLEM, 404: PROBLEM, 413: PROBLEM },
  });
  app.post(RECEIVE, async (c) => {
    const { RESEND_WEBHOOK_SECRET: secret, TRUST_PROXY } = runtime.env;
    if (!secret) throw new DomainError("not_found", "RESEND_WEBHOOK_SECRET isn't set here.");
    const raw = Buffer.from(await readBytes(c, BODY_BYTES_MAX));
    const id = c.req.header("svix-id") ?? "";
    try {
      assertSigned(c, raw, secret);
    } catch (error) {
      await runtime.rateLimit.countUnauthenticated(addressOf(c, TRUST_PROXY));
      throw error;
    }
    const event = ResendEventSchema.safeParse(parsed(raw));
    const ctx = contextFor(runtime.base, { kind: "system", task: "resend" }, c.get("requestId"));
    if (event.success) await receiveMailEvent(ctx, { id, event: event.data });
    return c.body(null, 204);
  });
  app.all(RECEIVE, refuseMethod(["post"]));
}

/** What isn't JSON is no event that we know. */
function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return null;
  }
}

/** Over the bytes as they came; five minutes of difference between the clocks are allowed. */
function assertSigned(c: ApiContext, raw: Buffer, secret: string): void {
  const header = (name: string) => c.req.header(`svix-${name}`) ?? "";
  try {
    new Webhook(secret).verify(
      raw,
      {
        "webhook-id": header("id"),
        "webhook-timestamp": header("timestamp"),
        "webhook-signature": header("signature"),
      },
      { jsonParse: false },
    );
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    throw new DomainError("unauthenticated", "The signature doesn't verify, or is too old.");
  }
}

function mountUnsubscribe({ app, runtime }: Mount): void {
  app.openAPIRegistry.registerPath({
    method: "post",
    path: UNSUBSCRIBE,
    operationId: "unsubscribe",
    summary: "Turn off one optional kind of mail",
    description:
      "What a mail program's own button does (RFC 8058), by the token in the mail. It can turn off nothing that the policy demands. `GET` changes nothing and leads to a page with a button.",
    tags: [tag],
    security: [],
    responses: { 204: { description: "Off." }, 404: PROBLEM },
  });
  app.post(UNSUBSCRIBE, async (c) => {
    await runtime.rateLimit.countUnauthenticated(addressOf(c, runtime.env.TRUST_PROXY));
    const form = Buffer.from(await readBytes(c, FORM_BYTES_MAX)).toString("utf8");
    if (!/List-Unsubscribe[^]{0,200}One-Click/.test(form))
      throw new DomainError("validation_failed", "The body must say List-Unsubscribe=One-Click.");
    const ctx = contextFor(runtime.base, { kind: "visitor" }, c.get("requestId"));
    await unsubscribe(ctx, { token: c.req.query("token") ?? "" });
    return c.body(null, 204);
  });
  app.get(UNSUBSCRIBE, (c) => {
    const token = encodeURIComponent(c.req.query("token") ?? "");
    return c.redirect(`${runtime.base.config.publicUrl}/unsubscribe?token=${token}`, 303);
  });
  app.all(UNSUBSCRIBE, refuseMethod(["get", "post"]));
}
