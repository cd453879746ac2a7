import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyzeGraphql } from "@/lib/blast-radius/analyzers/graphql";
import type { Declared } from "@/lib/blast-radius/findings";
import { composeReport } from "@/lib/blast-radius/report";
import type { ApprovalRequest } from "@/lib/data/approval-request";
import { inviteMail, signInMail } from "./account-mails";
import { approvalNeeded } from "./approval-needed";
import { ATTEMPTS_MAX, retryDelay_s } from "./deliver";
import { htmlPart } from "./html-part";
import { mailSubject, type MailContent } from "./mail-content";
import { textPart } from "./text-part";

const PUBLIC_URL = "https://countersign.example.com";
const OPERATION = "op_01k9x3m2p8e0z7qf4r6t8v0w2y";

function request(name: string | null, id = "vol_8f2c"): ApprovalRequest {
  const now = new Date("2026-11-24T14:02:11Z");
  const content = `mutation { volumeDelete(volumeId: ${JSON.stringify(id)}) }`;
  const declared: Declared = {
    operationDigest: `sha-256:${"9f86d081".repeat(8)}`,
    environment: { slug: "production", kind: "production" },
    action: "railway.volume.delete",
    resource: { type: "railway.volume", id, ...(name === null ? {} : { name }) },
    params: {},
    artifact: { kind: "graphql", content },
    claims: { environment: "staging" },
    now,
  };
  const report = composeReport(declared, analyzeGraphql(declared, content));
  return {
    operationId: OPERATION,
    action: "railway.volume.delete",
    resource: { id, name },
    environment: { slug: "production", kind: "production" },
    agent: "staging-fixer",
    risk: report.risk.level,
    report,
    createdAt: now,
    expiresAt: new Date("2026-11-24T15:02:11Z"),
    waits: true,
  };
}
const approval = (name: string | null, id?: string) =>
  approvalNeeded(request(name, id), PUBLIC_URL);
const hrefs = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);

describe("the mail that asks for an approval", () => {
  const content = approval("pg-data");

  it("says in its subject what is asked, and where", () => {
    expect(mailSubject(content)).toBe("[production] Delete volume pg-data: needs your approval");
  });

  it("holds the sentence, risk, effect, contradiction and deadline in both parts", async () => {
    const html = await htmlPart(content);
    for (const part of [textPart(content), html])
      for (const needed of [
        "Delete volume pg-data in production",
        "CRITICAL",
        "Deletes 1 volume and all backups of the volume",
        "Contradicted: the agent says environment",
        "24 Nov 2026, 15:02 UTC",
        "staging-fixer",
      ])
        expect(part).toContain(needed);
  });

  it("says what it is done to by its id too: the name is the agent's, and no grant is bound to it", async () => {
    const misnamed = approval("scratch", "vol_prod_db");
    for (const part of [textPart(misnamed), await htmlPart(misnamed)])
      expect(part).toContain("vol_prod_db; the agent calls it scratch");
    expect(textPart(approval(null, "vol_prod_db"))).not.toContain("the agent calls it");
  });

  it("has one link, to the review page, and no way to decide", async () => {
    const html = await htmlPart(content);
    expect(hrefs(html)).toEqual([`${PUBLIC_URL}/operations/${OPERATION}`]);
    expect(html).not.toMatch(/<form|<input|<img|<script|approve<|[?&](token|verdict|approve)=/i);
    expect(textPart(content).match(/https?:\/\/\S+/g)).toEqual([
      `${PUBLIC_URL}/operations/${OPERATION}`,
    ]);
  });

  it("is the same at every attempt, so that the provider sees a repetition", async () => {
    expect(await htmlPart(approval("pg-data"))).toBe(await htmlPart(content));
  });
});

/** Everything that a mail program could act on, from text that an agent wrote. */
async function expectInert(content: MailContent, url: string): Promise<void> {
  const subject = mailSubject(content);
  expect(subject).not.toMatch(/[\r\n\p{C}\p{Zl}\p{Zp}]/u);
  const text = textPart(content);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  expect(text.replace(url, "")).not.toMatch(/:\/\//);
  const html = await htmlPart(content);
  expect(hrefs(html)).toEqual([url]);
  expect(html).not.toMatch(/<(script|img|form|input|iframe|svg|object|video|audio)\b/i);
  expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069\0]/);
}

describe("text from an agent", () => {
  it.each([
    "pg\r\nBcc: attacker@example.com\r\n\r\nApproved",
    "<img src=x onerror=alert(1)>",
    '"><a href="https://evil.example">Approve</a>',
    "https://evil.example/approve",
    "www.evil.example",
    "\u202Egpj.exe\u202C",
    "prod\u200Buction",
    "x".repeat(500),
  ])("stays text: %j", async (text) => {
    const url = `${PUBLIC_URL}/operations/${OPERATION}`;
    await expectInert(approval(text), url);
    await expectInert(approval(null, text), url);
    await expectInert(inviteMail({ url, invitedBy: text }), url);
    expect(mailSubject(approval(text)).length).toBeLessThan(900);
  });

  it("isn't turned into a link by a mail program", () => {
    expect(textPart(approval("https://evil.example/x"))).toContain("https[:]//evil[.]example/x");
  });
});

const NAUGHTY = "../shared/corpora/strings/blns.json";
describe.skipIf(!existsSync(NAUGHTY))(`naughty strings (skipped without ${NAUGHTY})`, () => {
  it("stay text in subject and both parts", { timeout: 60_000 }, async () => {
    const strings = (JSON.parse(readFileSync(NAUGHTY, "utf8")) as string[]).filter(Boolean);
    for (const text of strings)
      await expectInert(approval(text), `${PUBLIC_URL}/operations/${OPERATION}`);
  });
});

it("prints the sign-in link whole, on a line of its own", () => {
  const url = `${PUBLIC_URL}/sign-in/confirm#token=abc-_123`;
  const text = textPart(signInMail({ url, expiresAt: new Date("2026-11-24T14:17:00Z") }));
  expect(text.split("\n")).toContain(url);
  expect(text).toContain("24 Nov 2026, 14:17 UTC");
});

it("waits longer after each failure, at most an hour and a quarter", () => {
  for (let attempts = 1; attempts < ATTEMPTS_MAX; attempts++) {
    expect(retryDelay_s(attempts, 0.5)).toBeLessThanOrEqual(retryDelay_s(attempts + 1, 0.5));
    expect(retryDelay_s(attempts, 0)).toBeGreaterThan(3);
    expect(retryDelay_s(attempts, 1)).toBeLessThanOrEqual(4500);
  }
});
