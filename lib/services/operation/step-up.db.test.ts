import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeJwt } from "jose";
import { incident, type Reviewer } from "@/test/seed";
import { activatePolicy, policyOf, ruleFor } from "@/test/policy";
import { addPasskey, type Misbehaviour, type SoftPasskey } from "@/test/passkey";
import { testWorld } from "@/test/world";
import { decideOperation, type DecideInput } from "./decide";
import { getOperation } from "./get";
import { beginStepUp } from "./step-up";
import { submitOperation } from "./submit";

const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

beforeAll(async () => {
  await world.addEnvironment("vault", "production");
  await world.addEnvironment("safe", "production", 2);
  await activatePolicy(
    world.base.db,
    policyOf(ruleFor("vault", "{ step_up: passkey }"), ruleFor("safe", "{ step_up: passkey }")),
  );
});

async function submit(environment = "vault", volumeId = "vol_8f2c") {
  const body = incident({ environment, params: { volumeId } });
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return operation.id;
}

interface Person {
  reviewer: Reviewer;
  passkey: SoftPasskey;
}
async function addPerson(name?: string): Promise<Person> {
  const reviewer = await world.addUser(name === undefined ? {} : { name });
  return { reviewer, passkey: await addPasskey(world, reviewer) };
}

/** A form that was filled in with a passkey's answer, and may be tampered with before it is sent. */
async function confirmed(
  { reviewer, passkey }: Person,
  id: string,
  asked: Misbehaviour = {},
): Promise<DecideInput & { stepUp: { challengeId: string; response: unknown } }> {
  const form = await world.formOf(reviewer, id);
  const { challengeId, options } = await beginStepUp(reviewer.ctx, form);
  const response = passkey.answer(options, asked);
  return { ...form, verdict: "approve", stepUp: { challengeId, response } };
}
const statusOf = async (id: string) => (await getOperation(world.agent.ctx, id)).operation.status;

describe("an approval that takes a passkey", () => {
  it("is refused without one, whatever the session was begun with", async () => {
    const { reviewer } = await addPerson();
    const id = await submit();
    const form = await world.formOf(reviewer, id);
    await expect(
      decideOperation(reviewer.ctx, { ...form, verdict: "approve" }),
    ).rejects.toMatchObject({ code: "step_up_required", status: 428 });
    expect(await statusOf(id)).toBe("pending");
  });

  it("with one is granted, and the grant and its evidence say passkey", async () => {
    const person = await addPerson();
    const ctx = {
      ...person.reviewer.ctx,
      actor: { ...person.reviewer.ctx.actor, method: "email" as const },
    };
    const id = await submit();
    await decideOperation(ctx, await confirmed(person, id));
    const { operation } = await getOperation(world.agent.ctx, id);
    expect(operation.decision?.approvals).toMatchObject([{ method: "passkey" }]);
    expect(decodeJwt(operation.grant?.token ?? "")).toMatchObject({
      approvals: [{ reviewer: person.reviewer.id, amr: ["passkey"] }],
    });
    const [row] = await sql<{ evidence: object }>(
      "SELECT evidence FROM decisions WHERE operation_id = $1",
      [id],
    );
    expect(row?.evidence).toMatchObject({ credential_id: person.passkey.id, rp_id: "localhost" });
  });

  it("can be denied without one", async () => {
    const { reviewer } = await addPerson();
    const id = await submit();
    await decideOperation(reviewer.ctx, { ...(await world.formOf(reviewer, id)), verdict: "deny" });
    expect(await statusOf(id)).toBe("denied");
  });

  it.each<[string, Partial<Misbehaviour>]>([
    ["without user verification", { verifiesUser: false }],
    ["of another origin", { origin: "https://countersign.example.net" }],
    ["of another site", { rpId: "example.net" }],
    ["to another challenge", { challenge: "AAAA" }],
  ])("is refused for an answer %s", async (_, asked) => {
    const person = await addPerson();
    const id = await submit();
    await expect(
      decideOperation(person.reviewer.ctx, await confirmed(person, id, asked)),
    ).rejects.toMatchObject({ code: "invalid_proof" });
    expect(await statusOf(id)).toBe("pending");
  });

  it("is refused for the answer of another person's passkey", async () => {
    const [person, other] = [await addPerson(), await addPerson()];
    const id = await submit();
    const form = await confirmed({ ...person, passkey: other.passkey }, id);
    await expect(decideOperation(person.reviewer.ctx, form)).rejects.toMatchObject({
      code: "invalid_proof",
    });
    // Nor may that other person use a challenge that was made for this one.
    await expect(decideOperation(other.reviewer.ctx, form)).rejects.toMatchObject({
      code: "step_up_required",
    });
    expect(await statusOf(id)).toBe("pending");
  });

  it("is refused for an answer that was given on another operation", async () => {
    const person = await addPerson();
    const [id, other] = [await submit(), await submit("vault", "vol_other")];
    const { stepUp } = await confirmed(person, other);
    const form = await world.formOf(person.reviewer, id);
    await expect(
      decideOperation(person.reviewer.ctx, { ...form, verdict: "approve", stepUp }),
    ).rejects.toMatchObject({ code: "invalid_proof" });
  });

  it("is refused for an answer on the same operation that was shown otherwise", async () => {
    const person = await addPerson();
    const id = await submit();
    const { stepUp } = await confirmed(person, id);
    await sql("UPDATE environments SET name = 'Other' WHERE slug = 'vault'");
    const form = await world.formOf(person.reviewer, id);
    await expect(
      decideOperation(person.reviewer.ctx, { ...form, verdict: "approve", stepUp }),
    ).rejects.toMatchObject({ code: "invalid_proof" });
    await sql("UPDATE environments SET name = 'vault' WHERE slug = 'vault'");
  });

  it("takes an answer once: used again by whoever gave it, it is spent", async () => {
    const [person, second] = [await addPerson(), await addPerson()];
    const id = await submit("safe");
    const form = await confirmed(person, id);
    await decideOperation(person.reviewer.ctx, form);
    // As if the approval had never been there.
    await sql("DELETE FROM decisions WHERE operation_id = $1", [id]);
    await expect(decideOperation(person.reviewer.ctx, form)).rejects.toMatchObject({
      code: "step_up_required",
    });
    expect(second.reviewer.id).not.toBe(person.reviewer.id);
  });

  it("takes an answer once, also when it is sent twice at the same instant", async () => {
    const [person] = [await addPerson(), await addPerson()];
    const id = await submit("safe");
    const form = await confirmed(person, id);
    const results = await Promise.allSettled([
      decideOperation(person.reviewer.ctx, form),
      decideOperation(person.reviewer.ctx, form),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await statusOf(id)).toBe("pending");
  });

  it("is refused when the passkey's counter goes back: it may have been copied", async () => {
    const person = await addPerson();
    const [first, second] = [await submit(), await submit()];
    await decideOperation(person.reviewer.ctx, await confirmed(person, first, { counter: 9 }));
    await expect(
      decideOperation(person.reviewer.ctx, await confirmed(person, second, { counter: 9 })),
    ).rejects.toMatchObject({ code: "invalid_proof" });
    expect(await statusOf(second)).toBe("pending");
  });

  it("is refused once its challenge has expired", async () => {
    const person = await addPerson();
    const id = await submit();
    const form = await confirmed(person, id);
    await sql("UPDATE challenges SET expires_at = clock_timestamp() WHERE id = $1", [
      form.stepUp.challengeId,
    ]);
    await expect(decideOperation(person.reviewer.ctx, form)).rejects.toMatchObject({
      code: "step_up_required",
    });
  });
});

describe("what a passkey signed is verified again when the grant is made", () => {
  const tampering: [string, string][] = [
    ["no evidence", "evidence = NULL"],
    ["another method", "method = 'email'"],
    ["another nonce", `evidence = jsonb_set(evidence, '{nonce}', '"AAAA"')`],
    ["another signature", `evidence = jsonb_set(evidence, '{signature}', '"MEUCIQ"')`],
    ["another site", `evidence = jsonb_set(evidence, '{rp_id}', '"example.net"')`],
    ["another origin", `evidence = jsonb_set(evidence, '{origin}', '"https://example.net"')`],
    ["another key", `evidence = jsonb_set(evidence, '{public_key}', '"AAAA"')`],
    ["another credential", `evidence = jsonb_set(evidence, '{credential_id}', '"AAAA"')`],
    ["another view", `shown_digest = 'sha-256:${"0".repeat(64)}'`],
    ["another operation's digest", `operation_digest = 'sha-256:${"0".repeat(64)}'`],
  ];
  it.each(tampering)("an earlier approval with %s makes no grant", async (_, change) => {
    const [one, two] = [await addPerson("Ada Approver"), await addPerson()];
    const id = await submit("safe");
    await decideOperation(one.reviewer.ctx, await confirmed(one, id));
    await sql(`UPDATE decisions SET ${change} WHERE operation_id = $1`, [id]);
    await expect(decideOperation(two.reviewer.ctx, await confirmed(two, id))).rejects.toMatchObject(
      {
        code: "approval_void",
        detail: expect.stringContaining("Ada Approver"),
      },
    );
    expect(await statusOf(id)).toBe("pending");
  });

  it("an approval moved to another person makes no grant", async () => {
    const [one, two, other] = [await addPerson(), await addPerson(), await addPerson()];
    const id = await submit("safe");
    await decideOperation(one.reviewer.ctx, await confirmed(one, id));
    await sql("UPDATE decisions SET user_id = $2 WHERE operation_id = $1", [id, other.reviewer.id]);
    await expect(decideOperation(two.reviewer.ctx, await confirmed(two, id))).rejects.toMatchObject(
      { code: "approval_void" },
    );
  });

  it("as it was left, it does", async () => {
    const [one, two] = [await addPerson(), await addPerson()];
    const id = await submit("safe");
    await decideOperation(one.reviewer.ctx, await confirmed(one, id));
    expect(await decideOperation(two.reviewer.ctx, await confirmed(two, id))).toEqual({
      status: "approved",
    });
  });
});
