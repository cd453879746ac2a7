import type { Id } from "./id";

/**
 * How a browser session was begun; the strongest evidence a decision carries. A recovery code stands in
 * for what was lost, and so never for a passkey that is asked for.
 */
export const SIGN_IN_METHODS = [
  "setup",
  "link",
  "email",
  "passkey",
  "oidc",
  "recovery_code",
] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];
export const ROLES = ["admin", "reviewer", "auditor"] as const;
export type Role = (typeof ROLES)[number];

/** What an agent key may ask for. Patterns: `*` matches within, see scope.ts. */
export interface KeyScope {
  readonly environments: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Who acts. Closed: each door makes exactly one of these, and attribution comes from nowhere else. */
export type Actor =
  | {
      readonly kind: "reviewer";
      readonly userId: Id<"usr">;
      readonly role: Role;
      readonly sessionId: Id<"ses">;
      readonly method: SignInMethod;
    }
  | {
      readonly kind: "agent";
      readonly agentId: Id<"agt">;
      readonly apiKeyId: Id<"key">;
      readonly scope: KeyScope;
    }
  | {
      readonly kind: "enforcement_point";
      readonly enforcementPointId: Id<"ep">;
      readonly audience: string;
      readonly apiKeyId: Id<"key">;
    }
  | { readonly kind: "admin_key"; readonly apiKeyId: Id<"key"> }
  | { readonly kind: "audit_key"; readonly apiKeyId: Id<"key"> }
  | { readonly kind: "operator"; readonly login: string }
  | { readonly kind: "visitor" }
  | { readonly kind: "system"; readonly task: string };

export type ActorOf<K extends Actor["kind"]> = Extract<Actor, { kind: K }>;

/** The form in which an actor is written into rows and audit events: ids only, no scope. */
export function actorRecord(actor: Actor): Record<string, string> {
  switch (actor.kind) {
    case "reviewer":
      return { kind: actor.kind, id: actor.userId, session: actor.sessionId };
    case "agent":
      return { kind: actor.kind, id: actor.agentId, key: actor.apiKeyId };
    case "enforcement_point":
      return { kind: actor.kind, id: actor.enforcementPointId, key: actor.apiKeyId };
    case "admin_key":
    case "audit_key":
      return { kind: actor.kind, key: actor.apiKeyId };
    case "operator":
      return { kind: actor.kind, login: actor.login };
    case "visitor":
      return { kind: actor.kind };
    case "system":
      return { kind: actor.kind, task: actor.task };
  }
}
