import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { declaredAs } from "@/test/artifact";
import type { Declared, Findings } from "../findings";
import { analyzeKubernetes } from "./kubernetes";

const read = (content: string, change: Partial<Declared> = {}) =>
  analyzeKubernetes(
    declaredAs({ kind: "kubernetes", content }, { action: "kubernetes.delete", ...change }),
    content,
  );
const kinds = ({ effects }: Findings) => [...new Set(effects.map(({ kind }) => kind))];
const object = (kind: string, rest = "") =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: web\n  namespace: shop\n${rest}`;

describe("what becomes of an object", () => {
  it.each<[string, string, string[]]>([
    ["delete", "Namespace", ["delete"]],
    ["delete", "StatefulSet", ["delete", "stop"]],
    ["delete", "RoleBinding", ["delete", "permission_change"]],
    ["delete", "Service", ["delete", "detach"]],
    ["delete", "VolumeSnapshot", ["delete", "recovery_removal"]],
    ["apply", "ConfigMap", ["overwrite"]],
    ["replace", "Deployment", ["replace", "stop"]],
    ["create", "ConfigMap", ["create"]],
    ["create", "RoleBinding", ["create", "permission_change"]],
    ["frobnicate", "ConfigMap", ["unknown"]],
  ])("%s %s", (verb, kind, effects) => {
    expect(kinds(read(object(kind), { action: `kubernetes.${verb}` }))).toEqual(effects);
  });

  it("is unknown where nothing says what is done with it, or two things do", () => {
    for (const change of [
      { action: "kubernetes.manifest" },
      { action: "kubernetes.apply.then.delete" },
      { params: { verb: "apply", operation: "delete" } },
    ])
      expect(kinds(read(object("Pod"), change))).toEqual(["unknown"]);
    expect(kinds(read(object("Pod"), { params: { verb: "apply" } }))).toEqual(["overwrite"]);
  });

  it("takes along what lives in it", () => {
    for (const kind of ["Namespace", "CustomResourceDefinition", "PersistentVolumeClaim"]) {
      const findings = read(object(kind));
      expect(findings.resources.map(({ role }) => role)).toEqual(["target", "cascade"]);
      expect(findings.resources.every(({ stateful }) => stateful === true)).toBe(true);
      expect(findings.targets.bound).toBe("at_least");
    }
  });

  it("can be brought back where its storage is retained or its manifest is all there is", () => {
    const volume = (policy: string) =>
      read(object("PersistentVolume", `spec:\n  persistentVolumeReclaimPolicy: ${policy}`))
        .reversibility?.value;
    expect(volume("Retain")).toBe("restorable");
    expect(volume("Delete")).toBe("unknown");
    expect(read(object("ConfigMap")).reversibility?.value).toBe("rebuildable");
  });

  it("stops what is scaled to nothing", () => {
    const scaled = object("Deployment", "spec:\n  replicas: 0");
    expect(kinds(read(scaled, { action: "kubernetes.apply" }))).toEqual(["overwrite", "stop"]);
  });

  it("raises questions of finalizers, owners, custom kinds and namespaces", () => {
    const content = `kind: Widget\nmetadata:\n  name: w\n  finalizers: [a/b]\n  ownerReferences: [{name: o}]\n`;
    const asked = read(content)
      .unknowns.map(({ what }) => what)
      .join("\n");
    expect(asked).toMatch(/finalizers/);
    expect(asked).toMatch(/owner/);
    expect(asked).toMatch(/goes along with a widget/);
    expect(asked).toMatch(/namespace/);
  });

  it("is every one of several documents and lists, in YAML or JSON", () => {
    const list = JSON.stringify({
      kind: "List",
      items: ["a", "b"].map((name) => ({ kind: "Secret", metadata: { name } })),
    });
    const ids = (content: string) =>
      read(content)
        .resources.filter(({ role }) => role === "target")
        .map(({ id }) => id);
    expect(ids(list)).toEqual(["secret/a", "secret/b"]);
    expect(ids(`${object("Secret")}---\n${object("ConfigMap")}---\n`)).toEqual([
      "secret/web",
      "configmap/web",
    ]);
  });

  it("is held against what was declared", () => {
    const verdict = (id: string) =>
      read(object("Namespace"), { resource: { type: "kubernetes.namespace", id } }).verdicts.find(
        ({ claim }) => claim === "resource",
      )?.verdict;
    expect(verdict("web")).toBe("supported");
    expect(verdict("namespace/web")).toBe("supported");
    expect(verdict("staging")).toBe("contradicted");
  });

  it("never shows what a secret holds", () => {
    const content = object("Secret", "stringData:\n  password: hunter2\n");
    expect(JSON.stringify(read(content))).not.toContain("hunter2");
  });
});

describe("a manifest that can't be read", () => {
  const bomb = [
    "a0: &a0 [x,x,x,x,x,x,x,x,x]",
    ...Array.from(
      { length: 9 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(",")}]`,
    ),
    "kind: Pod",
  ].join("\n");
  it.each<[string, string]>([
    ["aliases in aliases", bomb],
    ["an object without a kind", "metadata:\n  name: a"],
    ["text", "hello"],
    ["nothing", "---\n"],
    ["a tab", "a:\n\t- b"],
    ["a key twice", "kind: Pod\nkind: Namespace"],
    ["a NUL", "kind: Pod\0"],
    ["a megabyte", "# x\n".repeat(300_000)],
    ["brackets in brackets", `kind: ${"[".repeat(10_000)}`],
    [
      "indents in indents",
      Array.from({ length: 2_000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
    ],
    ["dashes in dashes", `${"- ".repeat(10_000)}a`],
    ["too many objects", "kind: Pod\n---\n".repeat(2_000)],
  ])("is an unknown effect, soon: %s", (_, content) => {
    const start = process.cpuUsage();
    const findings = read(content);
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(2_000);
    expect(findings.status).toBe("failed");
    expect(kinds(findings)).toEqual(["unknown"]);
  });

  it("never throws", () => {
    const piece = fc.oneof(
      fc.constantFrom("kind: Pod\n", "---\n", "- ", "&a ", "*a", "{", "[", ": ", "!!", "<<: "),
      fc.string({ unit: "binary" }),
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => void read(pieces.join("") || " ")));
  }, 30_000);
});
