import type { Actor, ActorOf, KeyScope, Role } from "@/lib/core/actor";
import { hashApiKeySecret, mintApiKey } from "@/lib/core/api-key";
import { newId, type Id } from "@/lib/core/id";
import type { EnvironmentKind } from "@/lib/core/operation";
import type { ApiKeyKind } from "@/client/protocol/api-key";
import type { SubmitOperation } from "@/lib/contract/operation";
import { SubmitOperationSchema } from "@/lib/contract/operation";
import { passkeyCeremony } from "@/lib/auth/passkey-ceremony";
import { connectDatabase } from "@/lib/data/database";
import { listenForChanges } from "@/lib/data/change-feed";
import { contextFor, type ServiceBase, type ServiceContext } from "@/lib/services/context";
import { reviewOperation } from "@/lib/services/operation/review";
import { openGrantSigner } from "@/lib/services/signing-keys";

export const AUDIENCE = "https://infra.example.com";
/** Of tests only. A process that shares a seeded database is given the same. */
export const TEST_SECRETS = {
  keyPepper: new Uint8Array(32).fill(7),
  keyEncryptionKey: new Uint8Array(32).fill(9),
};
const SYSTEM = JSON.stringify({ kind: "system", task: "test" });

/** The incident's request, as a body. */
export const incident = (change: Partial<SubmitOperation> = {}): SubmitOperation =>
  SubmitOperationSchema.parse({
    environment: "production",
    audience: AUDIENCE,
    action: "railway.volume.delete",
    resource: { type: "railway.volume", id: "vol_8f2c", name: "pg-data" },
    params: { volumeId: "vol_8f2c" },
    artifact: {
      kind: "graphql",
      content: 'mutation { volumeDelete(volumeId: "vol_8f2c") }',
    },
    reason: "Staging credential mismatch; recreate the volume.",
    claims: { environment: "staging", records: 0, reversible: true },
    ...change,
  });

/** A database with people, an environment, an agent and an enforcement point, and a context for each. */
export interface World {
  base: ServiceBase;
  group: Id<"grp">;
  agent: { id: Id<"agt">; key: string; ctx: ServiceContext<ActorOf<"agent">> };
  enforcement: { id: Id<"ep">; key: string; ctx: ServiceContext<ActorOf<"enforcement_point">> };
  addUser(options?: { role?: Role; member?: boolean; name?: string }): Promise<Reviewer>;
  addEnvironment(slug: string, kind: EnvironmentKind, approvals?: number): Promise<Id<"env">>;
  addAgent(options?: {
    ownerId?: string;
    creatorId?: string;
    scope?: Partial<KeyScope>;
  }): Promise<World["agent"]>;
  addEnforcementPoint(audience: string): Promise<World["enforcement"]>;
  addKey(kind: ApiKeyKind): Promise<string>;
  /** What a reviewer's form would post, for the operation as it is now. */
  formOf(
    reviewer: Reviewer,
    operationId: string,
  ): Promise<{
    operationId: string;
    operationDigest: string;
    shownDigest: string;
    comment: string;
  }>;
}

export interface Reviewer {
  id: Id<"usr">;
  email: string;
  ctx: ServiceContext<ActorOf<"reviewer">>;
}

const PUBLIC_URL = "http://localhost:3000";

/** What a copy of the app has, on a database that is seeded here. The caller closes it. */
export function openBase(url: string, poolSize: number, publicUrl = PUBLIC_URL): ServiceBase {
  const db = connectDatabase(url, poolSize);
  return {
    db,
    now: () => new Date(),
    signer: openGrantSigner(db, TEST_SECRETS.keyEncryptionKey, () => new Date()),
    changes: listenForChanges(url),
    passkeys: passkeyCeremony(publicUrl),
    config: {
      publicUrl,
      keyPepper: TEST_SECRETS.keyPepper,
      keyEncryptionKey: TEST_SECRETS.keyEncryptionKey,
      startWindow_s: 30,
      reportWindow_s: 600,
      growthPercent: 10,
      webhookNetworks: { loopback: true, allowed: [] },
    },
  };
}

/** Fills an empty, migrated database. The caller closes `base`. */
export async function makeWorld(url: string, publicUrl = PUBLIC_URL): Promise<World> {
  const base = openBase(url, 20, publicUrl);
  const { db } = base;
  const sql = (text: string, values: readonly unknown[]) => db.query({ text }, values);
  const context = <A extends Actor>(actor: A) => contextFor(base, actor);
  const group = newId("grp");
  await sql(`INSERT INTO groups (id, slug, name) VALUES ($1, 'sre', 'SRE')`, [group]);

  async function insertKey(
    kind: ApiKeyKind,
    of: { agentId?: string; enforcementPointId?: string; creatorId?: string; scope?: KeyScope },
  ) {
    const minted = mintApiKey(kind);
    const id = newId("key");
    await sql(
      `INSERT INTO api_keys (id, key_id, kind, agent_id, enforcement_point_id, creator_id, secret_hmac,
        scope_environments, scope_actions, scope_resources, created_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + interval '30 days')`,
      [
        id,
        minted.keyId,
        kind,
        of.agentId ?? null,
        of.enforcementPointId ?? null,
        of.creatorId ?? null,
        Buffer.from(hashApiKeySecret(minted.secret, TEST_SECRETS.keyPepper)),
        of.scope?.environments ?? [],
        of.scope?.actions ?? [],
        of.scope?.resources ?? [],
        SYSTEM,
      ],
    );
    return { id, key: minted.key };
  }

  const world: Omit<World, "agent" | "enforcement"> = {
    base,
    group,
    async addUser({ role = "reviewer", member = true, name = "Robin Reviewer" } = {}) {
      const id = newId("usr");
      const sessionId = newId("ses");
      const email = `${id}@example.com`;
      await sql(`INSERT INTO users (id, email, name, role) VALUES ($1, $2, $3, $4)`, [
        id,
        email,
        name,
        role,
      ]);
      if (member)
        await sql(`INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)`, [group, id]);
      await sql(
        `INSERT INTO sessions (id, token_hash, user_id, method, expires_at)
         VALUES ($1, $1, $2, 'passkey', now() + interval '1 day')`,
        [sessionId, id],
      );
      return {
        id,
        email,
        ctx: context({ kind: "reviewer", userId: id, role, sessionId, method: "passkey" }),
      };
    },
    async addEnvironment(slug, kind, approvals = 1) {
      const id = newId("env");
      await sql(
        `INSERT INTO environments (id, slug, name, kind, group_id, approvals_required) VALUES ($1, $2, $2, $3, $4, $5)`,
        [id, slug, kind, group, approvals],
      );
      return id;
    },
    async addAgent({ ownerId, creatorId, scope } = {}) {
      const id = newId("agt");
      const full: KeyScope = { environments: ["*"], actions: ["*"], resources: ["*"], ...scope };
      await sql(`INSERT INTO agents (id, name, owner_id) VALUES ($1, $2, $3)`, [
        id,
        `agent-${id.slice(-12)}`,
        ownerId ?? null,
      ]);
      const key = await insertKey("agent", {
        agentId: id,
        scope: full,
        ...(creatorId ? { creatorId } : {}),
      });
      return {
        id,
        key: key.key,
        ctx: context({ kind: "agent", agentId: id, apiKeyId: key.id, scope: full }),
      };
    },
    async addEnforcementPoint(audience) {
      const id = newId("ep");
      await sql(`INSERT INTO enforcement_points (id, name, audience) VALUES ($1, $2, $2)`, [
        id,
        audience,
      ]);
      const key = await insertKey("enforce", { enforcementPointId: id });
      return {
        id,
        key: key.key,
        ctx: context({
          kind: "enforcement_point",
          enforcementPointId: id,
          audience,
          apiKeyId: key.id,
        }),
      };
    },
    addKey: async (kind) => (await insertKey(kind, {})).key,
    async formOf(reviewer, operationId) {
      const view = await reviewOperation(reviewer.ctx, operationId);
      return {
        operationId,
        operationDigest: view.shown.operation_digest,
        shownDigest: view.shown_digest,
        comment: "",
      };
    },
  };
  await world.addEnvironment("production", "production");
  await world.addEnvironment("staging", "staging");
  return {
    ...world,
    agent: await world.addAgent(),
    enforcement: await world.addEnforcementPoint(AUDIENCE),
  };
}
