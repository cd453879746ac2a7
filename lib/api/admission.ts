import type { ApiKeyKind } from "@/client/protocol/api-key";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import type { Runtime } from "@/lib/runtime";
import { contextFor, type ServiceContext } from "@/lib/services/context";
import { authenticateKey, type KeyActor } from "@/lib/services/key/authenticate";
import { addressOf, type ApiContext } from "./request";

/** Whom a kind of key speaks for; `none` is an endpoint without authentication. */
interface ActorByKey {
  agent: ActorOf<"agent">;
  enforce: ActorOf<"enforcement_point">;
  admin: ActorOf<"admin_key">;
  audit: ActorOf<"audit_key">;
  none: ActorOf<"visitor">;
}
export type Key = keyof ActorByKey;
export type CallerContext<K extends Key> = ServiceContext<ActorByKey[K]>;

const KEY_KIND = {
  agent: "agent",
  enforcement_point: "enforce",
  admin_key: "admin",
  audit_key: "audit",
} as const satisfies Record<KeyActor["kind"], ApiKeyKind>;

/** Lets a request in: which key, of the kind that the endpoint is for, and not too often. */
export class Admission {
  constructor(private readonly runtime: Runtime) {}

  async admit<K extends Key>(c: ApiContext, key: K): Promise<CallerContext<K>> {
    // The check of `kind` below is what makes these casts true.
    if (key === "none") return (await this.admitVisitor(c)) as CallerContext<K>;
    const ctx = await this.authenticate(c);
    c.header("RateLimit-Policy", this.runtime.rateLimit.policy);
    c.header("RateLimit", await this.runtime.rateLimit.countRequest(ctx.actor.apiKeyId));
    const kind = KEY_KIND[ctx.actor.kind];
    if (kind !== key)
      throw new DomainError(
        "wrong_key_kind",
        `This is for keys of kind "${key}"; yours is of kind "${kind}".`,
      );
    return ctx as CallerContext<K>;
  }

  private async admitVisitor(c: ApiContext): Promise<CallerContext<"none">> {
    // Nobody vouches for these, so they share the address's allowance with failed authentications.
    await this.runtime.rateLimit.countUnauthenticated(this.address(c));
    return contextFor(this.runtime.base, { kind: "visitor" }, c.get("requestId"));
  }

  private async authenticate(c: ApiContext): Promise<ServiceContext<KeyActor>> {
    const { base, lastUse } = this.runtime;
    const address = this.address(c);
    try {
      const ctx = await authenticateKey(base, {
        header: c.req.header("authorization"),
        requestId: c.get("requestId"),
      });
      lastUse.note(ctx.actor.apiKeyId, address, base.now());
      return ctx;
    } catch (error) {
      if (error instanceof DomainError && error.status === 401)
        await this.runtime.rateLimit.countUnauthenticated(address);
      throw error;
    }
  }

  private address(c: ApiContext): string | null {
    return addressOf(c, this.runtime.env.TRUST_PROXY);
  }
}
