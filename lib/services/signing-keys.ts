import type { JWK } from "jose";
import { decryptSigningKey, generateSigningKey } from "@/lib/grant/keys";
import { signGrant } from "@/lib/grant/sign";
import type { GrantSigner } from "@/lib/grant/signer";
import type { ActorOf } from "@/lib/core/actor";
import type { Database } from "@/lib/data/database";
import { insertFirstSigningKey, listSigningKeys } from "@/lib/data/signing-keys";
import { auditEntry } from "@/lib/audit/entry";
import { appendAudit } from "@/lib/data/audit";

/** Another copy may have rotated: what is cached is read again after this. */
const CACHE_MS = 30_000;
const ACTOR: ActorOf<"system"> = { kind: "system", task: "signing-keys" };

interface Cached {
  readAt: number;
  /** One array for as long as it is cached: verifiers import its keys once. */
  publicKeys: JWK[];
  active: { kid: string; privateKey: Awaited<ReturnType<typeof decryptSigningKey>> };
}

/** The deployment's signer; makes the first key where there is none. Private keys stay encrypted at rest. */
export function createGrantSigner(db: Database, encryptionKey: Uint8Array): GrantSigner {
  let cached: Promise<Cached> | null = null;

  async function read(): Promise<Cached> {
    let keys = await listSigningKeys(db);
    if (!keys.some((key) => key.status === "active")) {
      await makeFirstKey(db, encryptionKey);
      keys = await listSigningKeys(db);
    }
    const active = keys.find((key) => key.status === "active");
    if (!active) throw new Error("there is no active signing key");
    const privateKey = await decryptSigningKey(active, encryptionKey);
    return {
      readAt: Date.now(),
      publicKeys: keys.map((key) => key.publicJwk),
      active: { kid: active.kid, privateKey },
    };
  }

  async function current(): Promise<Cached> {
    const known = await cached?.catch(() => null);
    if (known && Date.now() - known.readAt < CACHE_MS) return known;
    cached = read();
    return cached;
  }

  return {
    async sign(claims) {
      const { active } = await current();
      return { kid: active.kid, token: await signGrant(claims, active) };
    },
    async publicKeys() {
      return (await current()).publicKeys;
    },
  };
}

async function makeFirstKey(db: Database, encryptionKey: Uint8Array): Promise<void> {
  const key = await generateSigningKey(encryptionKey);
  await db.transaction(async (tx) => {
    if (!(await insertFirstSigningKey(tx, key))) return;
    const entry = auditEntry(
      { action: "signing_key.created", subject: key.kid, data: { status: "active" } },
      { actor: ACTOR, requestId: null, now: new Date() },
    );
    await appendAudit(tx, entry);
  });
}
