import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { declaredAs, gravestOf } from "@/test/artifact";
import type { Declared, Findings } from "../findings";
import { analyze } from "./analyze";
import { analyzeShell } from "./shell";

const shell = (content: string, change: Partial<Declared> = {}) =>
  analyze(declaredAs({ kind: "shell", content }, change));
const kinds = ({ effects }: Findings) => [...new Set(effects.map(({ kind }) => kind))];
const targets = ({ resources }: Findings) =>
  resources.filter(({ role }) => role === "target").map(({ id }) => id);
const verdict = (findings: Findings, claim: string) =>
  findings.verdicts.find((one) => one.claim === claim)?.verdict;

/** What the script hands to other analyzers, as they would be asked. */
async function handed(content: string) {
  const asked: Declared[] = [];
  await analyzeShell(declaredAs({ kind: "shell", content }), content, async (declared) => {
    asked.push(declared);
    return analyze(declared);
  });
  return asked.map(({ artifact }) => artifact);
}

describe("what is hit", () => {
  it.each<[string, string[]]>([
    ["rm -rf /srv/a /srv/b", ["/srv/a", "/srv/b"]],
    ["rm -rf -- -x", ["-x"]],
    ["D=/srv; rm -rf $D/a", ["/srv/a"]],
    ["D='a b'; rm $D", ["a", "b"]],
    ["cat x > /etc/app.conf", ["/etc/app.conf"]],
    ["dd if=/dev/zero of=/dev/sdb bs=1M", ["/dev/sdb"]],
    ["chmod -R 000 /srv", ["/srv"]],
    ["kubectl -n shop delete deploy/web svc/web", ["deploy/web", "svc/web"]],
    [
      "kubectl delete pvc data-0 data-1",
      ["persistentvolumeclaim/data-0", "persistentvolumeclaim/data-1"],
    ],
    ["railway volume delete --volume vol_1 -y", ["vol_1"]],
    ["aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier=main", ["main"]],
    ["git push origin --delete release", ["release"]],
    ["aws ec2 terminate-instances --instance-ids i-1 i-2", ["i-1", "i-2"]],
    ["aws ec2 delete-subnets --subnet-ids s-1 s-2 --region x", ["s-1", "s-2"]],
    ["az group delete --name prod --yes", ["prod"]],
    ["cp -t /etc a b", ["/etc"]],
    ["curl -X DELETE https://api.github.com/repos/acme/shop", ["acme/shop"]],
  ])("%s", async (content, ids) => {
    expect(targets(await shell(content))).toEqual(ids);
  });

  it("isn't known for a variable that is set twice, in a branch, after its use, or by eval", async () => {
    for (const content of [
      "D=/a; D=/b; rm $D",
      "if true; then D=/a; fi; rm $D",
      "false && D=/a; rm $D",
      "rm $D; D=/a",
      "D=/a; eval x; rm $D",
      "D=/a; read D; rm $D",
      "for D in /a; do :; done; rm $D",
      "D=/a bash -c 'rm $D'",
      "rm ${D:-/a}",
      "rm $(cat list)",
    ]) {
      const findings = await shell(content);
      expect(kinds(findings)).toContain("delete");
      expect(targets(findings)).not.toContain("/a");
      expect(findings.unknowns.length).toBeGreaterThan(0);
      expect(findings.targets.bound).not.toBe("exact");
    }
  });

  it("is counted exactly only where nothing is left open", async () => {
    expect((await shell("rm a b")).targets).toEqual({ count: 2, bound: "exact" });
    expect((await shell("rm *.log")).targets.bound).toBe("at_least");
    expect((await shell("rm -r a")).targets.bound).toBe("at_least");
    expect((await shell("for i in 1 2; do rm a; done")).targets.bound).toBe("at_least");
    expect((await shell("docker volume prune -f")).targets.bound).toBe("at_least");
    const request = "curl -X POST https://api.machines.dev/v1/apps/a/machines/m/stop";
    expect((await shell(request)).targets.bound).toBe("exact");
    expect((await shell(`until ${request}; do :; done`)).targets.bound).toBe("at_least");
  });
});

describe("what only adds", () => {
  it.each<[string, string[]]>([
    ["mkdir -p /srv/a", ["/srv/a"]],
    ["touch a b", ["a", "b"]],
    ["kubectl create namespace shop", ["shop"]],
    ["aws ec2 create-snapshot --volume-id vol-1", ["vol-1"]],
    ["gcloud compute snapshots create before --zone z", ["before"]],
    ["git push origin main", ["main"]],
    ["git tag v1", ["v1"]],
    ["docker pull postgres:16", ["postgres:16"]],
    ["terraform workspace new blue", ["blue"]],
    ["kubectl create -f - <<'E'\nkind: Secret\nmetadata: {name: a}\nE\n", ["secret/a"]],
  ])("%s is told from what nobody knows, and can be undone", async (content, ids) => {
    const findings = await shell(content);
    expect(kinds(findings)).toEqual(["create"]);
    expect(targets(findings)).toEqual(ids);
    expect(findings.reversibility?.value).toBe("reversible");
  });

  it.each([
    "git push --force origin main",
    "git commit --amend -m x",
    "git tag -d v1",
    "git branch -D x",
    "kubectl create deployment web --image=x",
    "kubectl create clusterrolebinding a --clusterrole=cluster-admin --user=b",
    "kubectl create namespace a --frobnicate",
    "gcloud compute firewall-rules create a",
    "gcloud builds triggers create a",
    "aws s3control create-job --account-id 1",
    "docker run alpine",
  ])("%s does more than add, or may", async (content) => {
    expect(kinds(await shell(content))).not.toContain("create");
    expect(gravestOf(await shell(content))).not.toBe("none");
  });

  it("is no part of what is hit, beside what does more", async () => {
    const findings = await shell("mkdir /srv/b; rm /srv/a", {
      action: "files.delete",
      resource: { type: "file", id: "/srv/a" },
    });
    expect(kinds(findings)).toEqual(["delete", "create"]);
    expect(findings.targets).toEqual({ count: 1, bound: "exact" });
    expect(verdict(findings, "resource")).toBe("supported");
    expect(verdict(findings, "action")).toBe("supported");
  });

  it("contradicts an action that names something else", async () => {
    const said = async (action: string) =>
      verdict(await shell("mkdir /srv/a", { action }), "action");
    expect(await said("folder.create")).toBe("supported");
    expect(await said("folder.delete")).toBe("contradicted");
  });
});

it("doesn't hide the gravest behind a hundred others", async () => {
  const many = Array.from({ length: 150 }, (_, i) => `systemctl stop s${i}`).join("\n");
  const findings = await shell(`${many}\nrm -rf /srv`);
  expect(findings.effects[0]?.kind).toBe("delete");
  expect(targets(findings)).toContain("/srv");
  const sql = Array.from({ length: 80 }, () => "psql -c 'SELECT 1'").join("\n");
  expect(kinds(await shell(`${sql}\npsql -c 'DROP TABLE t'`))).toContain("unknown");
});

describe("what the declaration says, against what runs", () => {
  const declared = { action: "files.delete", resource: { type: "file", id: "/srv/a" } };
  it.each<[string, string, string]>([
    ["rm /srv/a", "supported", "supported"],
    ["rm /srv/b", "contradicted", "supported"],
    ["rm /srv/a /srv/b", "contradicted", "supported"],
    ["rm /srv/a; curl -o /etc/x https://example.com/x", "contradicted", "supported"],
    ["rm /srv/a; chmod 777 /srv/a", "supported", "contradicted"],
    ["rm -r /srv", "unverifiable", "supported"],
    ["rm $X", "unverifiable", "supported"],
    ["ls /srv/a", "contradicted", "contradicted"],
    ["rm /srv/a; ./more.sh", "unverifiable", "unverifiable"],
  ])("%s: the resource is %s, the action %s", async (content, resource, action) => {
    const findings = await shell(content, declared);
    expect([verdict(findings, "resource"), verdict(findings, "action")]).toEqual([
      resource,
      action,
    ]);
  });
});

describe("other languages inside", () => {
  const sql = (content: string, dialect = "postgresql") => ({ kind: "sql", dialect, content });
  it.each<[string, unknown[]]>([
    ["psql -c 'DROP TABLE t'", [sql("DROP TABLE t")]],
    [
      "psql -h db1 shop -c 'DELETE FROM a' -c 'DELETE FROM b'",
      [sql("DELETE FROM a"), sql("DELETE FROM b")],
    ],
    ["psql <<'E'\nTRUNCATE t;\nE\n", [sql("TRUNCATE t;\n")]],
    ["echo 'DROP TABLE t' | sudo -u postgres psql", [sql("DROP TABLE t")]],
    ["cat <<E | docker exec -i db psql shop\nDROP TABLE t;\nE\n", [sql("DROP TABLE t;\n")]],
    ["mysql -u root -psecret shop -e 'DROP TABLE t'", [sql("DROP TABLE t", "mysql")]],
    ["psql <<< 'SELECT 1'", [sql("SELECT 1")]],
    ["kubectl delete -f - <<'E'\nkind: Pod\nE\n", [{ kind: "kubernetes", content: "kind: Pod\n" }]],
  ])("%s hands them on whole", async (content, artifacts) => {
    expect(await handed(content)).toEqual(artifacts);
  });

  it("are not handed on where a part of them is only known when it runs, and count as unknown", async () => {
    expect(await handed('psql -c "DROP TABLE $T"')).toEqual([]);
    expect(kinds(await shell('psql -c "DROP TABLE $T"'))).toEqual(["delete", "unknown"]);
    expect(kinds(await shell("psql -f x.sql"))).toEqual(["unknown"]);
    expect(kinds(await shell("psql -c '\\! rm -rf /'"))).toContain("unknown");
  });

  it("finds the incident in a curl: the volume, its backups, and that nothing limits it to staging", async () => {
    const body = JSON.stringify({
      query: "mutation($v: String!) { volumeDelete(volumeId: $v) }",
      variables: { v: "vol_8f2c" },
    });
    const findings = await shell(
      `curl -s https://backboard.railway.com/graphql/v2 -H "Authorization: Bearer $T" -d '${body}'`,
      { action: "infra.delete", resource: { type: "volume", id: "vol_8f2c" } },
    );
    expect(kinds(findings)).toEqual(["delete", "recovery_removal"]);
    expect(findings.reversibility?.value).toBe("irreversible");
    expect(findings.scopeParams[0]?.environment_argument).toBeNull();
    expect(verdict(findings, "resource")).toBe("supported");
  });

  it("asks which database a statement reaches: the command and the machine decide, not the statement", async () => {
    const asked = async (content: string) =>
      (await shell(content)).unknowns.map(({ what }) => what);
    expect(await asked("psql -c 'DROP TABLE t'")).toContain("Which environment does psql reach?");
    expect(await asked("psql -h db1 -c 'DROP TABLE t'")).toContain("Which environment is db1?");
    expect((await shell("psql -c 'DROP TABLE t'")).sql).toBeNull();
  });

  it("keeps apart the evidence of what was read by different analyzers", async () => {
    const findings = await shell("rm a; curl -X DELETE https://api.github.com/repos/acme/shop");
    const ids = findings.evidence.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { evidence } of [...findings.effects, ...findings.resources])
      for (const id of evidence) expect(ids).toContain(id);
    expect(findings.figures.records_deleted.value).toBeNull();
  });
});

describe("a report never holds", () => {
  it.each([
    `curl -X DELETE https://user:hunter2@api.example.com/x -H 'Authorization: Bearer hunter2'`,
    `curl -X DELETE 'https://api.example.com/x?token=hunter2'`,
    `curl -u admin:hunter2 -X DELETE https://api.example.com/x`,
    `mysql -phunter2 -e 'DROP TABLE t'`,
    `psql postgres://app:hunter2@db/shop -f x.sql`,
    `rm postgres://app:hunter2@db/shop`,
    `PGPASSWORD=hunter2 dropdb shop`,
    `mystery --password=hunter2 --api-key hunter2`,
    `vault login hunter2`,
    `sshpass -p hunter2 ssh db1 rm -rf /srv`,
    `redis-cli -a hunter2 FLUSHALL`,
  ])("the secret of %s", async (content) => {
    expect(JSON.stringify(await shell(content))).not.toContain("hunter2");
  });
});

const DESTRUCTIVE = ["rm -rf /srv", "git push --force", "kubectl delete ns shop", "dropdb shop"];
const WRAPPERS: readonly ((command: string) => string)[] = [
  (c) => `sudo ${c}`,
  (c) => `sudo -u root -E ${c}`,
  (c) => `env A=1 ${c}`,
  (c) => `nohup ${c} &`,
  (c) => `timeout -k 5 10 ${c}`,
  (c) => `nice -n 5 ${c}`,
  (c) => `time ${c}`,
  (c) => `( ${c} )`,
  (c) => `{ ${c}; }`,
  (c) => `true && ${c} || false`,
  (c) => `if true; then ${c}; fi`,
  (c) => `f() { ${c}; }; f`,
  (c) => `echo $( ${c} )`,
  (c) => `cat <(${c})`,
  (c) => `ls | xargs ${c}`,
  (c) => `find . -exec ${c} \\;`,
  (c) => `bash -c '${c.replaceAll("'", `'\\''`)}'`,
  (c) => `sh -euc "${c.replaceAll(/["\\$`]/g, "\\$&")}"`,
  (c) => `eval '${c.replaceAll("'", `'\\''`)}'`,
  (c) => `ssh -p 22 host '${c.replaceAll("'", `'\\''`)}'`,
  (c) => `su - root -c '${c.replaceAll("'", `'\\''`)}'`,
  (c) => `docker exec -it web ${c}`,
  (c) => `bash <<'EOF_${c.length}'\n${c}\nEOF_${c.length}\n`,
  (c) => `watch -n 5 '${c.replaceAll("'", `'\\''`)}'`,
  (c) => `coproc ${c.startsWith("(") || c.startsWith("{") ? `P ${c}` : `{ ${c}; }`}`,
];

describe("wrapping", () => {
  it("never makes something destructive harmless, however deep", async () => {
    const anyWrapping = fc.array(fc.constantFrom(...WRAPPERS), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...DESTRUCTIVE), anyWrapping, async (command, wrappers) => {
        const content = wrappers.reduce((inner, wrap) => wrap(inner), command);
        expect(gravestOf(await shell(content)), content).not.toBe("none");
      }),
      { numRuns: 300 },
    );
  }, 30_000);

  it.each(WRAPPERS.map((wrap) => wrap("rm -rf /srv")))(
    "keeps the target in sight: %s",
    async (content) => {
      const findings = await shell(content);
      expect(kinds(findings)).toContain("delete");
      expect(targets(findings)).toContain("/srv");
    },
  );
});

describe("hostile input", () => {
  const many = 10_000;
  it.each<[string, string]>([
    ["a megabyte of one word", "x".repeat(1_000_000)],
    ["a megabyte of commands", "rm a;".repeat(200_000)],
    ["what fits, all commands", "rm a;".repeat(6_500)],
    ["subshells in subshells", `${"(".repeat(many)}rm a${")".repeat(many)}`],
    ["substitutions in substitutions", `${"$(".repeat(many)}rm a${")".repeat(many)}`],
    ["groups in groups", `${"{ ".repeat(many)}rm a`],
    ["conditions in conditions", "if ".repeat(many)],
    ["quotes in substitutions", '"$('.repeat(many)],
    ["quoted brackets in substitutions", `$(")" `.repeat(5_000)],
    ["backticks", "`".repeat(many)],
    ["here-documents", "<<a ".repeat(many)],
    ["sudo in sudo", `${"sudo ".repeat(many)}rm a`],
    ["eval in eval", `${"eval ".repeat(many)}rm a`],
    ["braces", "{a,b}".repeat(many)],
    ["a NUL", "ls \0; rm -rf /"],
    ["a right-to-left override", "rm \u202e/srv"],
    ["an unpaired surrogate", "rm \ud800"],
    ["an unfinished quote", "rm -rf /srv 'a"],
  ])("%s takes less than two seconds, and isn't harmless", async (_, content) => {
    // The processor's time: the clock's depends on who else runs.
    const start = process.cpuUsage();
    const findings = await shell(content);
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(2_000);
    expect(gravestOf(findings)).not.toBe("none");
    expect(JSON.stringify(findings)).not.toMatch(/[\0\u202e]/);
    expect(findings.effects.length).toBeLessThan(3_000);
  });

  it("is read without a fault, whatever it is", async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ..."rm git sudo bash -c xargs find psql curl > < | & ; ( ) { } $( ` ' \" $ \\ << -- -rf".split(
          " ",
        ),
      ),
      fc.string(),
      fc.string({ unit: "binary" }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1 }), async (pieces) => {
        await shell(pieces.join(" ") || " ");
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
