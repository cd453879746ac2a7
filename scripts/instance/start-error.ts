/** Something that the operator can put right; the message says how. */
export class StartError extends Error {
  override name = "StartError";
}
