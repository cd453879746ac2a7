import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A mail as Resend's API received it. */
export interface SentMail {
  to: string[];
  from: string;
  subject: string;
  html: string;
  text: string;
  idempotencyKey: string | null;
  /** Those that the mail itself asks for. */
  headers?: Record<string, string>;
}

export interface MailStub {
  url: string;
  sent: SentMail[];
  /** The next mail to this address that matches; waits for it. */
  next(to: string, subject: RegExp): Promise<SentMail>;
  close(): Promise<void>;
}

const WAIT_MS_MAX = 15_000;

/** Resend's `POST /emails` over real HTTP: keeps what it gets, and answers as the API does. */
export async function startMailStub(): Promise<MailStub> {
  const sent: SentMail[] = [];
  const waiting = new Set<() => void>();
  const taken = new Set<SentMail>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Omit<SentMail, "to"> & {
        to: string | string[];
      };
      const key = request.headers["idempotency-key"];
      const idempotencyKey = typeof key === "string" ? key : null;
      if (!sent.some((mail) => idempotencyKey !== null && mail.idempotencyKey === idempotencyKey))
        sent.push({ ...body, to: [body.to].flat(), idempotencyKey });
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ id: `stub-${sent.length}` }));
      for (const wake of waiting) wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const find = (to: string, subject: RegExp) =>
    sent.find((mail) => !taken.has(mail) && mail.to.includes(to) && subject.test(mail.subject));
  return {
    url: `http://127.0.0.1:${port}`,
    sent,
    next: (to, subject) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          const seen = sent.map((mail) => `${mail.to.join()}: ${mail.subject}`).join("\n");
          reject(new Error(`no mail to ${to} like ${subject}; there were:\n${seen}`));
        }, WAIT_MS_MAX);
        const look = () => {
          const mail = find(to, subject);
          if (!mail) return;
          waiting.delete(look);
          clearTimeout(timer);
          taken.add(mail);
          resolve(mail);
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The first link in a mail's text part. */
export function linkIn(mail: SentMail): string {
  const link = /https?:\/\/\S+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`no link in: ${mail.text}`);
  return link;
}
