/** Why a piece of the protocol was refused; each is also an error code of the REST API. */
export type ProtocolErrorCode =
  | "invalid_json"
  | "duplicate_member"
  | "unsafe_number"
  | "invalid_utf8"
  | "payload_too_large"
  | "malformed_grant"
  | "invalid_signature"
  | "wrong_audience"
  | "grant_expired"
  | "grant_not_yet_valid"
  | "invalid_proof";

/** `detail` is a sentence for people; it holds no token and no secret. */
export class ProtocolError<Code extends ProtocolErrorCode = ProtocolErrorCode> extends Error {
  override readonly name: string = "ProtocolError";
  constructor(
    readonly code: Code,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}
