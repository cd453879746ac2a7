import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

export const metadata: Metadata = { title: "Quick start" };

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="mt-7 grid gap-2">
    <h2 className="text-lg font-semibold">{title}</h2>
    {children}
  </section>
);

const Code = ({ children }: { children: string }) => (
  <pre className="rounded-lg border border-line bg-sunken p-3 text-[13px] [overflow-wrap:anywhere] whitespace-pre-wrap">
    {children}
  </pre>
);

export default function DocsPage() {
  return (
    <>
      <h1>Quick start</h1>
      <p className="mt-2 text-muted">
        An agent asks, Countersign works out what would be destroyed, a person decides, and an
        enforcement point runs exactly that, once.
      </p>
      <Part title="What it does not do">
        <p>
          It protects nothing while the agent itself holds the credential. Give the credential to an
          enforcement point alone, one for each environment, and keep backups where it can't reach
          them.
        </p>
      </Part>
      <Part title="1. Register">
        <p>
          An environment with its reviewers, an agent, and an enforcement point with its audience.
          Then a key for each of the two. In the console, or on the server's machine:
        </p>
        <Code>{`npm run admin -- --help
npm run demo        # registers all of it and plays it through`}</Code>
      </Part>
      <Part title="2. The agent asks, and waits">
        <Code>{`curl $COUNTERSIGN/api/v1/operations \\
  -H "Authorization: Bearer $AGENT_KEY" -H "Idempotency-Key: vol_8f2c-1" \\
  -H "Content-Type: application/json" -d @operation.json

curl "$COUNTERSIGN/api/v1/operations/$ID?wait=30" -H "Authorization: Bearer $AGENT_KEY"`}</Code>
        <p>
          Anything but <code>approved</code> means no: denied, expired, a status it doesn't know, no
          answer at all.
        </p>
      </Part>
      <Part title="3. The enforcement point redeems, executes, reports">
        <Code>{`curl $COUNTERSIGN/api/v1/grants/redeem -H "Authorization: Bearer $ENFORCE_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"grant":"eyJ…","redemption_id":"…","operation":{ …what it is about to execute… }}'

curl $COUNTERSIGN/api/v1/redemptions/$REDEMPTION_ID/result -H "Authorization: Bearer $ENFORCE_KEY" \\
  -H "Content-Type: application/json" -d '{"outcome":"succeeded","actual":{"records":12751}}'`}</Code>
        <p>
          Only <code>execute: true</code> allows it to begin, before <code>start_before</code>. If
          Countersign can't be reached, it must not execute.
        </p>
      </Part>
      <Part title="More">
        <p>
          <a href="/docs/api">API reference</a> · <Link href="/docs/errors">Errors</Link>
        </p>
      </Part>
    </>
  );
}
