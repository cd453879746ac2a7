import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import type { Reviewer, World } from "./seed";

/** What an authenticator would answer, made by hand: WebAuthn Level 3, §6.1 and §6.3.3, with ES256. */
export interface TestPasskey {
  id: string;
  answer(
    options: Readonly<Record<string, unknown>>,
    change?: { origin?: string; userVerified?: boolean; challenge?: string },
  ): Record<string, unknown>;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/** Registers a passkey for this person. */
export async function addPasskeyOf(world: World, { id: userId }: Reviewer): Promise<TestPasskey> {
  const { origin, hostname } = new URL(world.base.config.publicUrl);
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16).toString("base64url");
  await world.base.db.query(
    {
      text: `INSERT INTO passkeys (id, user_id, public_key, counter, transports, device_type, backed_up, name)
        VALUES ($1, $2, $3, 0, '{internal}', 'singleDevice', false, 'Test')`,
    },
    [id, userId, coseKey(Buffer.from(x, "base64url"), Buffer.from(y, "base64url"))],
  );
  return {
    id,
    answer(options, change = {}) {
      const clientData = Buffer.from(
        JSON.stringify({
          type: "webauthn.get",
          challenge: change.challenge ?? options["challenge"],
          origin: change.origin ?? origin,
        }),
      );
      const flags = USER_PRESENT | ((change.userVerified ?? true) ? USER_VERIFIED : 0);
      const data = Buffer.concat([sha256(hostname), Buffer.from([flags, 0, 0, 0, 0])]);
      const signature = createSign("sha256")
        .update(Buffer.concat([data, sha256(clientData)]))
        .sign(privateKey);
      return {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          authenticatorData: data.toString("base64url"),
          clientDataJSON: clientData.toString("base64url"),
          signature: signature.toString("base64url"),
          userHandle: Buffer.from(userId).toString("base64url"),
        },
      };
    },
  };
}

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest();

/** RFC 9053 §7.1.1: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}. */
const coseKey = (x: Buffer, y: Buffer) =>
  Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    x,
    Buffer.from([0x22, 0x58, 0x20]),
    y,
  ]);
