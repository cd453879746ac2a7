import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliverDue } from "@/lib/notify/deliver";
import { terminalMailer, type Mail } from "@/lib/notify/mailer";
import { contextFor, entryFor } from "@/lib/services/context";
import { switchMail } from "@/lib/services/mail/switch";
import { reviewOperation } from "@/lib/services/operation/review";
import { mountOnServer, testRuntime } from "@/test/api";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";

const STRINGS = path.resolve(import.meta.dirname, "../../../shared/corpora/strings/blns.json");
/** The tightest limit of the fields below, in UTF-16 units: half of it in code points always fits. */
const CHARS_MAX = 200;
const PUBLIC_URL = "http://localhost:3000";

/** What may stand in no channel as it is: controls, bidi, what draws nothing, odd spaces. */
const HAZARD = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

const world = testWorld();

describe.skipIf(!existsSync(STRINGS))("naughty strings (skipped where the list is absent)", () => {
  const accepted = new Map<string, string>();
  const mails: Mail[] = [];
  let directory: string;
  let printed = "";
  let robin: Reviewer;

  beforeAll(async () => {
    robin = await world.addUser();
    // Else most of them would share one mail.
    await switchMail(robin.ctx, { name: "digest", on: false });
    directory = mkdtempSync(path.join(tmpdir(), "countersign-naughty-"));
    await submitAll();
    await deliverAll();
  }, 120_000);
  afterAll(() => rmSync(directory, { recursive: true }));

  async function submitAll() {
    const { send, close } = await mountOnServer(testRuntime(world));
    const strings = JSON.parse(readFileSync(STRINGS, "utf8")) as string[];
    for (const string of strings) {
      const text = Array.from(string)
        .slice(0, CHARS_MAX / 2)
        .join("");
      const response = await send("/api/v1/operations", {
        method: "POST",
        headers: {
          authorization: `Bearer ${world.agent.key}`,
          "content-type": "application/json",
          "idempotency-key": randomUUID(),
        },
        body: JSON.stringify(everywhere(text)),
      });
      const { id } = (await response.json()) as { id: string };
      if (response.status === 201) accepted.set(id, text);
      // Refused for a reason of ours, which is never a failure of ours.
      else expect(response.status, JSON.stringify(text)).toBeOneOf([400, 422]);
    }
    await close();
    expect(accepted.size).toBeGreaterThan(500);
  }

  async function deliverAll() {
    const postman = contextFor(world.base, { kind: "system", task: "mail" } as const);
    const terminal = terminalMailer({
      from: "Countersign <countersign@example.com>",
      directory,
      print: (text) => (printed += text),
    });
    const ctx = {
      db: world.base.db,
      publicUrl: PUBLIC_URL,
      keyPepper: world.base.config.keyPepper,
      entryFor: entryFor.bind(null, postman),
      warn: (facts: object, message: string) => expect.fail(`${message}: ${JSON.stringify(facts)}`),
      mailer: (mail: Mail) => {
        mails.push(mail);
        return terminal(mail);
      },
    };
    while ((await deliverDue(ctx)) > 0);
  }

  it("reach the reviewer's view unchanged, in every field", async () => {
    for (const [id, text] of accepted) {
      const { shown } = await reviewOperation(robin.ctx, id);
      const sent = everywhere(text);
      expect(shown).toMatchObject({
        resource: sent.resource,
        reason: sent.reason,
        claims: sent.claims,
        params: sent.params,
        artifact: { content: text },
        source: { session: text },
      });
    }
  });

  it("are one mail each, with nothing hidden in its subject or its parts, and one link", () => {
    expect(mails).toHaveLength(accepted.size);
    for (const { subject, text, html } of mails) {
      expect(subject).not.toMatch(HAZARD);
      expect(text.replaceAll("\n", "")).not.toMatch(HAZARD);
      expect(text.match(/\S*:\/\/\S*/g)).toEqual([expect.stringMatching(`^${PUBLIC_URL}/op`)]);
      expect(html.match(/(?<=href=")[^"]*/g)).toEqual([expect.stringMatching(`^${PUBLIC_URL}/op`)]);
      expect(html).not.toMatch(/<(script|img|form|input|iframe|svg|object|video|audio)\b/i);
    }
  });

  it("can't add a header to a mail that is kept, nor control the terminal that it is printed on", () => {
    expect(printed.replaceAll("\n", "")).not.toMatch(HAZARD);
    for (const file of readdirSync(directory)) {
      const [head = ""] = readFileSync(path.join(directory, file), "utf8").split("\n\n");
      const names = head.split("\n").map((line) => line.slice(0, line.indexOf(":")));
      expect(names.join()).toBe(
        "From,To,Subject,Date,Message-ID,MIME-Version,Content-Type,Content-Transfer-Encoding",
      );
    }
  });
});

/** A submission that says `text` wherever an agent may say what it likes. */
const everywhere = (text: string) => ({
  ...incident(),
  resource: { type: text, id: text, name: text },
  params: { value: text, [text]: [text] },
  artifact: { kind: "shell", content: text },
  reason: text,
  claims: { environment: text },
  source: { session: text },
});
