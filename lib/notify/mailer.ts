import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Resend } from "resend";

/** A mail, ready to go. `id` is the outbox row's: whoever gets it twice can tell. */
export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Beyond those that every mail has. */
  readonly headers: Readonly<Record<string, string>>;
}

export type SendResult =
  | { readonly ok: true; readonly providerId: string | null }
  /** `lasting`: the provider refuses the mail itself, trying again is in vain. */
  | { readonly ok: false; readonly error: string; readonly lasting: boolean };

/** Hands a mail on. Never throws for what the provider answers. */
export type Mailer = (mail: Mail) => Promise<SendResult>;

const SEND_TIMEOUT_MS = 20_000;
/** Resend's names for a mail that it will never take; a wrong key or a full quota can be mended. */
const LASTING = new Set(["validation_error", "invalid_parameter", "missing_required_field"]);

/** Sends through Resend. Its idempotency key is the outbox id: a repeated send is one mail. */
export function resendMailer(options: {
  apiKey: string;
  baseUrl: string | undefined;
  from: string;
}): Mailer {
  const resend = new Resend(options.apiKey, options.baseUrl ? { baseUrl: options.baseUrl } : {});
  return async ({ id, to, subject, text, html, headers }) => {
    const { data, error } = await resend.emails.send(
      {
        from: options.from,
        to: [to],
        subject,
        text,
        html,
        ...(Object.keys(headers).length > 0 ? { headers } : {}),
      },
      { idempotencyKey: id, signal: AbortSignal.timeout(SEND_TIMEOUT_MS) },
    );
    if (!error) return { ok: true, providerId: data.id };
    // The key was used before, for a mail that Resend took: an answer of ours was lost.
    if (error.name === "invalid_idempotent_request") return { ok: true, providerId: null };
    return {
      ok: false,
      error: `Resend: ${error.name} (${error.statusCode ?? "no answer"})`,
      lasting: LASTING.has(error.name),
    };
  };
}

const RULE = "─".repeat(72);

/** Prints mails to the terminal, and keeps them as files where a directory is given. */
export function terminalMailer(options: {
  from: string;
  directory: string | undefined;
  print: (text: string) => void;
}): Mailer {
  return async ({ id, to, subject, text, headers: more }) => {
    options.print(`\n${RULE}\nMail to ${to}\n${subject}\n\n${text}${RULE}\n`);
    if (options.directory !== undefined) {
      await mkdir(options.directory, { recursive: true, mode: 0o700 });
      const headers = [
        `From: ${options.from}`,
        `To: ${to}`,
        `Subject: ${subject}`,
        `Date: ${new Date().toUTCString()}`,
        `Message-ID: <${id}@countersign.invalid>`,
        ...Object.entries(more).map(([name, value]) => `${name}: ${value}`),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
      ];
      const file = path.join(options.directory, `${id}.eml`);
      await writeFile(file, `${headers.join("\n")}\n\n${text}`, { mode: 0o600 });
    }
    return { ok: true, providerId: null };
  };
}
