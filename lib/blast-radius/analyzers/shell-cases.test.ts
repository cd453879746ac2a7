import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { declaredAs, gravestOf, IMPACTS, type Impact } from "@/test/artifact";
import { analyze } from "./analyze";
import cases from "./shell-cases.json";
import traps from "./shell-traps.json";

const DOCUMENT = "docs/blast-radius-shell.md";
const CORPUS = "../shared/corpora/shell/safety-net.json";

const impactOf = async (content: string): Promise<Impact> =>
  gravestOf(await analyze(declaredAs({ kind: "shell", content })));

const DESTRUCTIVE: readonly Impact[] = ["delete", "overwrite", "stop", "access"];

interface Judged {
  readonly command: string;
  readonly label: Impact;
  readonly found: Impact;
}

describe("Several hundred commands, labelled by what they would do", () => {
  const judged: Judged[] = [];
  beforeAll(async () => {
    for (const label of IMPACTS)
      for (const command of cases[label])
        judged.push({ command, label, found: await impactOf(command) });
    // Well over a thousand, some of which load AWS's tables or start a parser.
  }, 120_000);
  const labelled = (labels: readonly Impact[]) =>
    judged.filter(({ label }) => labels.includes(label));
  const share = (part: readonly unknown[], whole: readonly unknown[]) => part.length / whole.length;

  it("knows more than 300 of them, of every impact", () => {
    expect(judged.length).toBeGreaterThan(300);
    for (const impact of IMPACTS) expect(labelled([impact]).length).toBeGreaterThan(10);
  });

  it("recognises at least 95 % of what destroys, or says that it doesn't know", () => {
    const destructive = labelled(DESTRUCTIVE);
    const seen = destructive.filter(({ found }) => found !== "none");
    expect(share(seen, destructive)).toBeGreaterThanOrEqual(0.95);
    const named = destructive.filter(({ found }) => DESTRUCTIVE.includes(found));
    expect(share(named, destructive)).toBeGreaterThanOrEqual(0.95);
  });

  it("calls none of what destroys harmless, and none of what nobody can know", () => {
    const missed = labelled([...DESTRUCTIVE, "unknown"]).filter(({ found }) => found === "none");
    expect(missed.map(({ command }) => command)).toEqual([]);
  });

  it("raises fewer than 5 % false alarms on what is harmless", () => {
    const harmless = labelled(["none"]);
    const alarms = harmless.filter(({ found }) => found !== "none");
    expect(share(alarms, harmless)).toBeLessThan(0.05);
  });

  it("is as good as the document says: its table and its list of other readings are these", () => {
    const document = readFileSync(DOCUMENT, "utf8");
    expect(aligned(document)).toContain(aligned(tableOf(judged)));
    for (const { command, label, found } of judged)
      if (label !== found) expect(document).toContain(`\`${command}\``);
  });
});

describe("commands that only look harmless", () => {
  it.each(traps)("%s", async (command) => {
    expect(await impactOf(command)).not.toBe("none");
  });
});

/** As wide as its content, whatever a formatter made of it. */
const aligned = (table: string) => table.replaceAll(/ +/g, " ").replaceAll(/-+/g, "-");

/** Rows: what it is; columns: what the analyzer says. */
function tableOf(judged: readonly Judged[]): string {
  const count = (label: Impact, found: Impact) =>
    judged.filter((one) => one.label === label && one.found === found).length;
  const rows = IMPACTS.map(
    (label) => `| **${label}** | ${IMPACTS.map((found) => count(label, found)).join(" | ")} |`,
  );
  const heads = `| is \\ said to be | ${IMPACTS.join(" | ")} |`;
  const line = `| --- |${" ---: |".repeat(IMPACTS.length)}`;
  return [heads, line, ...rows].join("\n");
}

/** Programs whose plain use destroys, as the first word of a command without any wrapper. */
const CLEARLY_DESTRUCTIVE =
  /^(sudo )?(rm|shred|mkfs(\.\w+)?|dd .*of=|git (reset --hard|clean -[a-z]*f|push (-f|--force)|stash (drop|clear)|branch -D)|find \S+( -type \w)?( -name \S+)? -delete$)/;
const DRY = /(^|\s)(-n|-nd|-nf|--dry-run|--help)(\s|$)/;

describe.skipIf(!existsSync(CORPUS))(
  `the 716 commands of ${CORPUS} (skipped where it isn't there)`,
  () => {
    it("fails on none, and calls no clearly destructive one harmless", async () => {
      const corpus = JSON.parse(readFileSync(CORPUS, "utf8")) as { command: string }[];
      expect(corpus.length).toBeGreaterThan(700);
      const harmless: string[] = [];
      let clear = 0;
      for (const { command } of corpus) {
        const found = command === "" ? "none" : await impactOf(command);
        if (!CLEARLY_DESTRUCTIVE.test(command) || DRY.test(command)) continue;
        clear++;
        if (found === "none") harmless.push(command);
      }
      expect(clear).toBeGreaterThan(80);
      expect(harmless).toEqual([]);
    });
  },
);
