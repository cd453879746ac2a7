"use client";
import {
  startAuthentication,
  startRegistration,
  WebAuthnError,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import type { ActionResult } from "@/lib/contract/action";

/** A one-time challenge and what `navigator.credentials` needs with it. */
export interface Ceremony {
  challengeId: string;
  options: Readonly<Record<string, unknown>>;
}

type Begin<C = Ceremony> = () => Promise<ActionResult<C>>;
type Finish<R, T> = (answer: { challengeId: string; response: R }) => Promise<ActionResult<T>>;
type Answer = Awaited<ReturnType<typeof startAuthentication | typeof startRegistration>>;

const touch = (options: Ceremony["options"]) =>
  startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON });

export const signInByPasskey = <T>(begin: Begin, finish: Finish<never, T>) =>
  ceremony(begin, finish, touch);

/** A touch before an act that asks for one; where `begin` answers null, it doesn't. */
export async function touchPasskey<T>(
  begin: Begin<Ceremony | null>,
  act: (answer?: { challengeId: string; response: never }) => Promise<ActionResult<T>>,
): Promise<ActionResult<T> | null> {
  const begun = await begin();
  if (!begun.ok) return begun;
  if (begun.data === null) return act();
  const asked = { ok: true as const, data: begun.data };
  return ceremony(async () => asked, act, touch);
}

export interface StepUpAnswer {
  challengeId: string;
  /** For the server alone to read. */
  response: never;
}

/** Asks one of the person's passkeys to confirm what they are about to do. A closed dialog is a refusal. */
export async function confirmByPasskey<T>(
  begin: Begin,
  finish: (answer: StepUpAnswer) => Promise<ActionResult<T>>,
): Promise<ActionResult<T>> {
  const confirmed = await signInByPasskey(begin, finish);
  return (
    confirmed ?? {
      ok: false,
      problem: {
        code: "step_up_required",
        title: "Not confirmed",
        detail: "Your passkey didn't confirm it, so nothing was decided. Try again.",
        request_id: "",
      },
    }
  );
}

export const registerPasskey = <T>(begin: Begin, finish: Finish<never, T>) =>
  ceremony(begin, finish, (options) =>
    startRegistration({
      optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
    }),
  );

/** Null where the person closed the browser's dialog. */
async function ceremony<T>(
  begin: Begin,
  finish: Finish<never, T>,
  ask: (options: Ceremony["options"]) => Promise<Answer>,
): Promise<ActionResult<T> | null> {
  const begun = await begin();
  if (!begun.ok) return begun;
  const { challengeId, options } = begun.data;
  try {
    return await finish({ challengeId, response: (await ask(options)) as never });
  } catch (error) {
    if (closedByPerson(error)) return null;
    return refused(error);
  }
}

const closedByPerson = (error: unknown): boolean =>
  error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError");

function refused(error: unknown): ActionResult<never> {
  const known =
    error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED"
      ? "This device has a passkey for this account already."
      : "The browser couldn't use a passkey here. Try another browser or device.";
  return {
    ok: false,
    problem: { code: "invalid_proof", title: "No passkey", detail: known, request_id: "" },
  };
}
