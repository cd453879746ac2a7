import { digestOf } from "@/client/protocol/digest";
import type { ManifestView, SubmitManifest } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import {
  findManifestByKey,
  insertManifest,
  mailManifest,
  type StoredManifest,
} from "@/lib/data/manifests";
import { insertOperation } from "@/lib/data/submission";
import { record, type ServiceContext } from "../context";
import {
  assertEnoughEligible,
  assertWithinBudget,
  assess,
  type Assessment,
} from "../operation/assess";
import { inTurn, makeOperation, storeDecided, submitted } from "../operation/submit";
import { manifestView } from "./view";

type AgentContext = ServiceContext<ActorOf<"agent">>;

/** No operation has this key: each of a manifest's has one that no agent can send. */
const NO_KEY = "";

/**
 * Up to a hundred operations as one: all are stored, or none. Each has its own digest, decision and
 * grant. Errors: those of submitOperation, each pointing to the operation that it is about.
 */
export async function submitManifest(
  ctx: AgentContext,
  input: { body: SubmitManifest; raw: string; idempotencyKey: string },
): Promise<{ created: boolean; manifest: ManifestView }> {
  const requestDigest = digestOf("countersign.request.v1", input.body);
  const earlier = await findManifestByKey(ctx.db, ctx.actor.agentId, input.idempotencyKey);
  if (earlier) return replay(ctx, earlier, requestDigest);

  const id = newId("mft");
  const asked = await assessAll(ctx, input.body);
  // Each as its agent wrote it: what schemas fill in isn't part of it.
  const { operations: written } = JSON.parse(input.raw) as { operations: unknown[] };
  const stored = await inTurn(ctx, async (tx) => {
    const key = { id, agentId: ctx.actor.agentId, idempotencyKey: input.idempotencyKey };
    if (!(await insertManifest(tx, { ...key, requestDigest, size: asked.length }))) return false;
    for (const [index, { body, context }] of asked.entries()) {
      const made = await makeOperation(
        ctx,
        {
          body,
          raw: JSON.stringify(written[index]),
          // A space, which a key that an agent sends can't have.
          idempotencyKey: `${id} ${index + 1}`,
          requestDigest,
          manifest: { id, position: index + 1 },
        },
        context,
      );
      const done =
        context.demand.ruling === "review"
          ? await insertOperation(tx, made, submitted(ctx, made))
          : await storeDecided(ctx, tx, made);
      if (!done) throw new Unstored(index);
    }
    await record(ctx, tx, {
      action: "manifest.submitted",
      subject: id,
      data: { operations: asked.length },
    });
    await mailManifest(tx, id);
    return true;
  }).catch(async (error: unknown) => {
    throw error instanceof Unstored ? await whyNot(ctx, input.body, error.index) : error;
  });
  const made = await findManifestByKey(ctx.db, ctx.actor.agentId, input.idempotencyKey);
  if (!made) throw new Error("a manifest that was stored a moment ago is gone");
  if (!stored) return replay(ctx, made, requestDigest);
  return { created: true, manifest: await manifestView(ctx, made) };
}

/** Ends the transaction, so that nothing of the manifest is kept. */
class Unstored extends Error {
  constructor(readonly index: number) {
    super("an operation of a manifest wasn't stored");
  }
}

async function assessAll(
  ctx: AgentContext,
  { operations }: SubmitManifest,
): Promise<{ body: SubmitManifest["operations"][number]; context: Assessment }[]> {
  const asked = [];
  for (const [index, body] of operations.entries()) {
    const { context } = await assess(ctx, body, NO_KEY).catch((error: unknown) => {
      throw pointedTo(error, index);
    });
    if (!context) throw new Error("an operation without an idempotency key");
    asked.push({ body, context });
  }
  return asked;
}

/** What was true when it was looked at no longer is; the first reason that is found. */
async function whyNot(ctx: AgentContext, { operations }: SubmitManifest, index: number) {
  const body = operations[index];
  try {
    await assertWithinBudget(ctx);
    const { context } = body ? await assess(ctx, body, NO_KEY) : { context: null };
    if (context) await assertEnoughEligible(ctx, context);
  } catch (error) {
    return pointedTo(error, index);
  }
  return new DomainError(
    "unavailable",
    "Something that this rests on changed meanwhile, or it would exceed the agent's budget. Nothing was stored; send it again, or in smaller parts.",
    { retryAfter_s: 5 },
  );
}

const pointedTo = (error: unknown, index: number): unknown =>
  error instanceof DomainError
    ? new DomainError(error.code, `Operation ${index + 1}: ${error.detail}`, {
        ...error.extra,
        errors: [
          ...(error.extra.errors ?? []).map((fault) => ({
            ...fault,
            pointer: `/operations/${index}${fault.pointer}`,
          })),
          ...(error.extra.errors
            ? []
            : [{ pointer: `/operations/${index}`, detail: error.detail }]),
        ],
      })
    : error;

async function replay(
  ctx: AgentContext,
  earlier: StoredManifest,
  requestDigest: string,
): Promise<{ created: boolean; manifest: ManifestView }> {
  if (earlier.requestDigest !== requestDigest)
    throw new DomainError(
      "idempotency_mismatch",
      "This Idempotency-Key was used for a different manifest. Use a new key for a new one.",
    );
  return { created: false, manifest: await manifestView(ctx, earlier) };
}
