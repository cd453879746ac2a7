import { auditEntry } from "@/lib/audit/entry";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { appendAudit } from "@/lib/data/audit";
import type { Database } from "@/lib/data/database";
import { insertFirstSigningKey, listSigningKeys } from "@/lib/data/signing-keys";
import { generateSigningKey, type StoredSigningKey } from "@/lib/grant/keys";
import { createGrantSigner, type GrantSigner } from "@/lib/grant/signer";

const ACTOR: Actor = { kind: "system", task: "signing-keys" };

/** The deployment's signer. A database without any key gets its first one. */
export function openGrantSigner(
  db: Database,
  keyEncryptionKey: Uint8Array,
  now: () => Date,
): GrantSigner {
  return createGrantSigner({
    load: () => loadKeys(db, keyEncryptionKey, now),
    keyEncryptionKey,
    now,
  });
}

async function loadKeys(
  db: Database,
  keyEncryptionKey: Uint8Array,
  now: () => Date,
): Promise<StoredSigningKey[]> {
  const keys = await listSigningKeys(db);
  if (keys.length > 0) return keys;
  const key = await generateSigningKey(newId("sgn"), keyEncryptionKey);
  await db.transaction(async (tx) => {
    if (!(await insertFirstSigningKey(tx, key))) return;
    const event = { action: "signing_key.created", subject: key.kid } as const;
    await appendAudit(tx, auditEntry(event, { actor: ACTOR, requestId: null, now: now() }));
  });
  return listSigningKeys(db);
}
