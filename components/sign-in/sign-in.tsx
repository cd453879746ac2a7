"use client";
import { Building2, Fingerprint } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { FormControl, formValues } from "@/components/ui/form-control";
import type { ActionResult } from "@/lib/contract/action";
import { useEntry } from "./entry";
import { signInByPasskey } from "./passkey-dialog";

type Ceremonies = Parameters<typeof signInByPasskey<{ to: string }>>;

/** By passkey, at the provider, or by a mail to oneself. Where this browser has a passkey, it is asked for at once. */
export function SignIn({
  email,
  mailHint,
  passkeyAtOnce,
  next,
  begin,
  finish,
  askForMail,
  provider,
}: {
  email: string;
  /** Where mails go, when they go nowhere. */
  mailHint: string | null;
  passkeyAtOnce: boolean;
  /** The page that the person wanted; the server makes it safe. */
  next: string | undefined;
  begin: Ceremonies[0];
  finish: Ceremonies[1];
  askForMail: (input: { email: string; next?: string }) => Promise<ActionResult<void>>;
  /** Null where none is configured. */
  provider: {
    name: string;
    go: (input: { next?: string }) => Promise<ActionResult<{ to: string }>>;
  } | null;
}) {
  const id = useId();
  const { problem, pending, attempt } = useEntry();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const asked = useRef(false);
  const onwards = next === undefined ? {} : { next };
  const byPasskey = () =>
    attempt(() =>
      signInByPasskey(begin, (answer) => finish({ ...answer, ...onwards } as typeof answer)),
    );

  useEffect(() => {
    if (!passkeyAtOnce || asked.current) return;
    asked.current = true;
    byPasskey();
  });

  const byMail = (form: HTMLFormElement) =>
    attempt(async () => {
      const address = formValues(form)["email"] ?? "";
      const result = await askForMail({ email: address, ...onwards });
      if (!result.ok) return result;
      setMailedTo(address);
      return null;
    });

  if (mailedTo !== null)
    return <LookIntoYourMail to={mailedTo} hint={mailHint} again={() => setMailedTo(null)} />;
  return (
    <div className="grid gap-4">
      {problem && (
        <Alert>
          <b className="font-semibold">{problem.title}.</b> {problem.detail}
        </Alert>
      )}
      <Button tone="primary" width="full" disabled={pending} onClick={byPasskey}>
        <Fingerprint aria-hidden="true" className="size-5" /> Sign in with a passkey
      </Button>
      {provider && (
        <Button
          width="full"
          disabled={pending}
          onClick={() => attempt(() => provider.go({ ...onwards }))}
        >
          <Building2 aria-hidden="true" className="size-5" /> Sign in with {provider.name}
        </Button>
      )}
      <p className="flex items-center gap-3 text-sm text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          byMail(event.currentTarget);
        }}
      >
        <FormControl
          id={id}
          problem={problem}
          field={{
            name: "email",
            label: "Your work email",
            type: "email",
            value: email,
            required: true,
            autoComplete: "username webauthn",
            placeholder: "robin@example.com",
          }}
        />
        <Button type="submit" width="full" disabled={pending}>
          Send me a sign-in link
        </Button>
      </form>
    </div>
  );
}

function LookIntoYourMail({
  to,
  hint,
  again,
}: {
  to: string;
  hint: string | null;
  again: () => void;
}) {
  return (
    <div role="status" className="grid gap-3">
      <p>
        If <b className="font-semibold [overflow-wrap:anywhere]">{to}</b> belongs to someone here, a
        mail is on its way. Open the sign-in link{" "}
        <b className="font-semibold">in this same browser</b>, within 15 minutes.
      </p>
      {hint && <p className="text-sm text-muted">{hint}</p>}
      <Button onClick={again}>Use another way</Button>
    </div>
  );
}
