import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { insertPasskey } from "@/lib/data/passkeys";
import type { Reviewer, World } from "./seed";

/** How an authenticator may misbehave. */
export interface Misbehaviour {
  /** Another than it was asked. */
  readonly challenge?: string;
  readonly verifiesUser?: boolean;
  readonly origin?: string;
  readonly rpId?: string;
  /** Goes up by one each time where not given. */
  readonly counter?: number;
}

/** An authenticator in software, ES256: it signs whatever it is asked to (WebAuthn Level 3, §6.3.3). */
export interface SoftPasskey {
  readonly id: string;
  /** To the options of a ceremony. */
  answer(
    options: Readonly<Record<string, unknown>>,
    change?: Misbehaviour,
  ): Record<string, unknown>;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/** Registers one for this person, as if they had added it. */
export async function addPasskey(world: World, reviewer: Reviewer): Promise<SoftPasskey> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16).toString("base64url");
  const { origin, hostname } = new URL(world.base.config.publicUrl);
  await insertPasskey(world.base.db, {
    id,
    userId: reviewer.id,
    publicKey: coseOf(publicKey),
    counter: 0,
    transports: ["internal"],
    deviceType: "singleDevice",
    backedUp: false,
    name: "Soft passkey",
  });
  let count = 0;
  return {
    id,
    answer(options, change = {}) {
      count += 1;
      const flags = USER_PRESENT | (change.verifiesUser === false ? 0 : USER_VERIFIED);
      const counter = Buffer.alloc(4);
      counter.writeUInt32BE(change.counter ?? count);
      const data = Buffer.concat([sha256(change.rpId ?? hostname), Buffer.from([flags]), counter]);
      const client = Buffer.from(
        JSON.stringify({
          type: "webauthn.get",
          challenge: change.challenge ?? options["challenge"],
          origin: change.origin ?? origin,
          crossOrigin: false,
        }),
      );
      return {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          authenticatorData: data.toString("base64url"),
          clientDataJSON: client.toString("base64url"),
          signature: signed(privateKey, Buffer.concat([data, sha256(client)])),
          userHandle: Buffer.from(reviewer.id).toString("base64url"),
        },
      };
    },
  };
}

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
const signed = (key: KeyObject, data: Uint8Array) =>
  sign("sha256", data, key).toString("base64url");

/** RFC 9053 §7.1: kty EC2, alg ES256, crv P-256, x, y. */
function coseOf(key: KeyObject): Uint8Array {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const bytes = (text: string) => Buffer.from(text, "base64url");
  return Buffer.concat([
    Buffer.from("a5010203262001215820", "hex"),
    bytes(x),
    Buffer.from("225820", "hex"),
    bytes(y),
  ]);
}
