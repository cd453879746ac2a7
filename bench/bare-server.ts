import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import { parseApiKey } from "@/client/protocol/api-key";
import { auditEntry } from "@/lib/audit/entry";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { connectDatabase, type Database } from "@/lib/data/database";
import { claimGrant, findRedemption } from "@/lib/data/grants";
import { findKeyForAuthentication } from "@/lib/data/key-lookup";
import { findOwnOperation } from "@/lib/data/operations";
import { insertOperation, loadSubmissionContext, type NewOperation } from "@/lib/data/submission";

/** What a submission would compute; the baseline is given it ready-made. */
export type Precomputed = Omit<NewOperation, "id" | "idempotencyKey" | "submission">;

const ACTOR: Actor = { kind: "system", task: "bench" };

/**
 * The baseline: `node:http` and `pg` with the very statements of the app, and nothing else: no
 * validation, no digests, no analysis, no signatures, no limits. What it does is what the database costs.
 */
export function serveBare(databaseUrl: string, port: number, ready: Precomputed): void {
  const db = connectDatabase(databaseUrl, 20);
  createServer((request, response) => {
    answer(db, ready, request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  }).listen(port, "127.0.0.1", () => process.send?.("ready"));
}

async function answer(
  db: Database,
  ready: Precomputed,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = request.method === "POST" ? await read(request) : "";
  const parsed = parseApiKey(request.headers.authorization?.slice("Bearer ".length) ?? "");
  const key = parsed.ok ? await findKeyForAuthentication(db, parsed.keyId) : null;
  if (!key) return void response.writeHead(401).end();
  const result = await route(db, ready, request, body, key);
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(result));
}

async function route(
  db: Database,
  ready: Precomputed,
  request: IncomingMessage,
  body: string,
  key: NonNullable<Awaited<ReturnType<typeof findKeyForAuthentication>>>,
): Promise<unknown> {
  const path = request.url ?? "";
  if (path === "/api/v1/operations") {
    JSON.parse(body);
    const id = newId("op");
    const idempotencyKey = String(request.headers["idempotency-key"]);
    await loadSubmissionContext(db, {
      environment: ready.environment.slug,
      audience: ready.audience,
      agentId: ready.agentId,
      idempotencyKey,
    });
    const entry = audit("operation.submitted", id);
    const made = await insertOperation(
      db,
      { ...ready, id, idempotencyKey, submission: body },
      entry,
    );
    return { id, ...made };
  }
  if (path === "/api/v1/grants/redeem") {
    const { grant_id, redemption_id } = JSON.parse(body) as Record<string, string>;
    if (!grant_id || !redemption_id || !key.enforcementPointId) return null;
    await findRedemption(db, key.enforcementPointId, redemption_id);
    return claimGrant(
      db,
      {
        grantId: grant_id,
        redemptionId: redemption_id,
        apiKeyId: key.id,
        enforcementPointId: key.enforcementPointId,
        audience: ready.audience,
        operationDigest: ready.operationDigest,
        startWindow_s: 30,
        reportWindow_s: 600,
        policyVersion: 0,
        proof: null,
      },
      audit("grant.claimed", randomUUID()),
    );
  }
  return findOwnOperation(db, path.split("/").at(-1) ?? "", ready.agentId);
}

const audit = (action: "operation.submitted" | "grant.claimed", operationId: string) =>
  auditEntry({ action, operationId }, { actor: ACTOR, requestId: null, now: new Date() });

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
