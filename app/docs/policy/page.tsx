import type { Metadata } from "next";
import type { ReactNode } from "react";
import { policyLanguage } from "@/lib/services/policy/language";

export const metadata: Metadata = { title: "Policy" };

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="mt-7 grid gap-2">
    <h2 className="text-lg font-semibold">{title}</h2>
    {children}
  </section>
);

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="gap-x-4 border-t border-line py-1.5 md:grid md:grid-cols-[minmax(0,260px)_minmax(0,1fr)]">
    <dt>
      <code className="[overflow-wrap:anywhere]">{name}</code>
    </dt>
    <dd>{children}</dd>
  </div>
);

/** The language in short; its facts come from the table that conditions are checked against. */
export default function PolicyDocsPage() {
  const { terms, example } = policyLanguage();
  return (
    <>
      <h1>Policy</h1>
      <p className="mt-2 text-muted">
        A policy says what an operation needs before it may run: a list of rules, in YAML or JSON.
      </p>
      <Part title="A rule">
        <p>
          A <code>name</code>, a condition in <code>when</code> (left out: always), and one of:
        </p>
        <dl>
          <Row name="require">more is demanded: approvals, a passkey, hours, …</Row>
          <Row name="deny">it is refused, with this reason</Row>
          <Row name="allow: true">
            nobody is asked, where no other rule applies and evidence contradicts nothing
          </Row>
        </dl>
        <p>
          All rules that hold apply, and of each part the strictest counts. The built-in rule always
          applies: as many approvals as the environment asks for. <code>deny</code> beats{" "}
          <code>require</code>, which beats <code>allow</code>.
        </p>
      </Part>
      <Part title="What isn’t known">
        <p>
          A condition is true, false, or can’t be told. What can’t be told counts against the
          operation: <code>require</code> and <code>deny</code> apply, <code>allow</code> doesn’t.{" "}
          <code>a &amp;&amp; b</code> is false where one side is false, though the other isn’t
          known; <code>a || b</code> is true where one side is.
        </p>
        <p>
          For <code>allow</code>, environment, action and resource are known only where evidence
          bears them out: what the agent says of them can’t loosen anything.
        </p>
      </Part>
      <Part title="Facts">
        <p>
          Conditions are CEL. They may name these, compare them, and ask <code>like</code> (with{" "}
          <code>*</code>), <code>startsWith</code>, <code>endsWith</code>, <code>contains</code>.
        </p>
        <dl className="text-[15px]">
          {terms.map(({ name, type, about, values }) => (
            <Row key={name} name={name}>
              {about} <span className="text-[13px] text-muted">{type.split(".").at(-1)}</span>
              {values && <span className="text-[13px] text-muted"> ({values.join(", ")})</span>}
            </Row>
          ))}
        </dl>
      </Part>
      <Part title="An example">
        <pre className="rounded-lg border border-line bg-sunken p-3 text-[13px] [overflow-wrap:anywhere] whitespace-pre-wrap">
          {example}
        </pre>
      </Part>
    </>
  );
}
