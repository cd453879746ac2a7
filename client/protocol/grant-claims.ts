import { isDigest, type Digest } from "./digest";

/** No grant lives longer, from `nbf` to `exp`. */
export const GRANT_LIFETIME_MAX_S = 15 * 60;

export const AUTHORIZATION_TYPE = "countersign_operation";

/** One reviewer's approval. `amr` says how they signed in: `passkey`, `email`, `link`, `setup`. */
export interface GrantApproval {
  reviewer: string;
  /** RFC 3339. */
  at: string;
  amr: string[];
}

/** RFC 9396: what is authorised, in words that a gateway can match. The digest is what binds. */
export interface GrantAuthorization {
  type: typeof AUTHORIZATION_TYPE;
  locations: [audience: string];
  actions: [action: string];
  /** The resource's id, and its type. */
  identifier: string;
  datatypes: [resourceType: string];
  environment: string;
}

/** The payload of a grant. Times are NumericDate, in whole seconds. */
export interface GrantClaims {
  iss: string;
  /** Exactly one enforcement point. */
  aud: string;
  /** The agent. */
  sub: string;
  /** The grant's id; single use is keyed on it. */
  jti: string;
  iat: number;
  nbf: number;
  exp: number;
  operation: string;
  operation_digest: Digest;
  /** Of what the reviewers saw. */
  shown_digest: Digest;
  policy_digest: Digest;
  approvals: GrantApproval[];
  authorization_details: [GrantAuthorization];
  /** Where set, redeeming needs a proof by this key (RFC 7638 thumbprint). */
  cnf?: { jkt: string };
}

type Refuse = (claim: string) => never;
type Json = Readonly<Record<string, unknown>>;

/** Calls `refuse` with the first claim that isn't as {@link GrantClaims} says. Unknown claims are left alone. */
export function assertGrantClaims(claims: object, refuse: Refuse): asserts claims is GrantClaims {
  const all = claims as Json;
  for (const name of ["iss", "aud", "sub", "jti", "operation"])
    if (!isText(all[name])) refuse(name);
  for (const name of ["operation_digest", "shown_digest", "policy_digest"])
    if (!isDigest(all[name])) refuse(name);
  assertTimes(all, refuse);
  if (!Array.isArray(all["approvals"]) || !all["approvals"].every(isApproval)) refuse("approvals");
  const details: unknown = all["authorization_details"];
  if (!Array.isArray(details) || details.length !== 1 || !isAuthorization(details[0], all["aud"]))
    refuse("authorization_details");
  const cnf = all["cnf"];
  // Anything that looks like a binding must be one that is understood: never ignored.
  if (
    cnf !== undefined &&
    !(isObject(cnf) && Object.keys(cnf).length === 1 && isThumbprint(cnf["jkt"]))
  )
    refuse("cnf");
}

function assertTimes(claims: Json, refuse: Refuse): void {
  const { iat, nbf, exp } = claims;
  if (!isNumericDate(iat)) return refuse("iat");
  if (!isNumericDate(nbf) || nbf < iat) return refuse("nbf");
  if (!isNumericDate(exp) || exp <= nbf || exp > nbf + GRANT_LIFETIME_MAX_S) return refuse("exp");
}

function isApproval(value: unknown): value is GrantApproval {
  return (
    isObject(value) &&
    isText(value["reviewer"]) &&
    isText(value["at"]) &&
    !Number.isNaN(Date.parse(value["at"])) &&
    Array.isArray(value["amr"]) &&
    value["amr"].every(isText)
  );
}

function isAuthorization(value: unknown, audience: unknown): value is GrantAuthorization {
  return (
    isObject(value) &&
    value["type"] === AUTHORIZATION_TYPE &&
    isOneText(value["locations"]) &&
    value["locations"][0] === audience &&
    isOneText(value["actions"]) &&
    isText(value["identifier"]) &&
    isOneText(value["datatypes"]) &&
    isText(value["environment"])
  );
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isOneText = (value: unknown): value is [string] =>
  Array.isArray(value) && value.length === 1 && isText(value[0]);
const isNumericDate = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) > 0;
const isThumbprint = (value: unknown): boolean =>
  isText(value) && /^[A-Za-z0-9_-]{43}$/.test(value);
