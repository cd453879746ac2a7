import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { describeApi } from "@/test/api";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";

const OPERATIONS = "/api/v1/operations";
const PARSING = path.resolve(import.meta.dirname, "../../../shared/corpora/json/parsing");
const MIB = 1024 * 1024;
const world = testWorld();
beforeAll(async () => void (await world.addUser())); // somebody could approve

describeApi(world, (api) => {
  const post = (raw: BodyInit, headers: Record<string, string> = {}, target = OPERATIONS) =>
    api.call("POST", target, {
      key: world.agent.key,
      raw,
      headers: { "idempotency-key": randomUUID(), ...headers },
    });
  /** A whole body whose `params` are written as given. */
  const withParams = (params: string) =>
    JSON.stringify(incident()).replace('{"volumeId":"vol_8f2c"}', () => params);

  it.each([
    ["a repeated member", '{"a":1,"a":2}', "duplicate_member", "/params/a"],
    [
      "a member repeated in another spelling",
      '{"a":1,"\\u0061":2}',
      "duplicate_member",
      "/params/a",
    ],
    ["2^53", '{"n":9007199254740992}', "unsafe_number", "/params/n"],
    ["1e21", '{"n":[0,1e21]}', "unsafe_number", "/params/n/1"],
    ["an overflow", '{"n":-1e400}', "unsafe_number", "/params/n"],
    ["half a surrogate pair", '{"s":"\\ud800"}', "invalid_utf8", "/params/s"],
    ["U+0000", '{"s/x":"a\\u0000"}', "invalid_json", "/params/s~1x"],
    [
      "64 containers inside the params",
      `{"d":${"[".repeat(64)}${"]".repeat(64)}}`,
      "invalid_json",
      null,
    ],
    ["a trailing comma", '{"a":1,}', "invalid_json", "/params"],
  ])("%s is refused, with where it is", async (_name, params, code, pointer) => {
    const { status, body } = await post(withParams(params));
    expect([status, body.code]).toEqual([400, code]);
    expect(body.errors).toHaveLength(1);
    if (pointer !== null) expect(body.errors[0].pointer).toBe(pointer);
  });

  it("more values than anybody reviews are refused before they are digested", async () => {
    const { status, body } = await post(withParams(`{"n":[${"0,".repeat(10_000)}0]}`));
    expect([status, body.code]).toEqual([413, "payload_too_large"]);
    expect((await post(withParams(`{"n":[${"0,".repeat(9_000)}0]}`))).status).not.toBe(413);
  });

  it.each([
    ["nothing", ""],
    ["a byte order mark", `\ufeff${JSON.stringify(incident())}`],
    ["two values", `${JSON.stringify(incident())} {}`],
    ["a bare word", "undefined"],
  ])("%s is invalid JSON", async (_name, raw) => {
    expect(await post(raw)).toMatchObject({ status: 400, body: { code: "invalid_json" } });
  });

  it("bytes that aren't UTF-8 are refused", async () => {
    const raw = Buffer.from(JSON.stringify(incident({ reason: "é" })), "latin1");
    expect(await post(new Uint8Array(raw))).toMatchObject({
      status: 400,
      body: { code: "invalid_utf8" },
    });
  });

  it("every value that isn't an object fails the schema", async () => {
    for (const raw of ["null", "[]", "0", '"{}"', "true"])
      expect(await post(raw)).toMatchObject({ status: 422, body: { code: "validation_failed" } });
  });

  it("unknown members are named, wherever they are, and so is what is missing or wrong", async () => {
    const { audience: _, ...rest } = incident();
    const { status, body } = await post(
      JSON.stringify({
        ...rest,
        approve: true,
        resource: { type: "t", id: "i", "na/me": 1 },
        artifact: { kind: "sql", content: "x" },
        expires_in: 59,
      }),
    );
    expect([status, body.code]).toEqual([422, "validation_failed"]);
    expect(body.errors.map((e: { pointer: string }) => e.pointer).sort()).toEqual([
      "/approve",
      "/artifact/dialect",
      "/audience",
      "/expires_in",
      "/resource/na~1me",
    ]);
    expect(body.errors).toContainEqual({ pointer: "/audience", detail: "is required" });
    expect(body.errors).toContainEqual({ pointer: "/approve", detail: "is not a known member" });
  });

  it("a member named __proto__ is refused: it would vanish from what is digested", async () => {
    for (const params of ['{"__proto__":{"a":1}}', '{"a":{"b":[{"\\u005f_proto__":1}]}}']) {
      const { status, body } = await post(withParams(params));
      expect(status, JSON.stringify(body)).toBe(400);
    }
    expect((await post('{"__proto__":{}}')).status).toBeOneOf([400, 422]);
  });

  it("a thousand faults don't make an answer of megabytes", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`${i}${"x".repeat(2000)}`, 1]),
    );
    const { status, body } = await post(JSON.stringify({ ...incident(), ...many }));
    expect(status).toBe(422);
    expect(JSON.stringify(body).length).toBeLessThan(50_000);
  });

  it("only UTF-8 JSON, not compressed, is taken", async () => {
    const raw = JSON.stringify(incident());
    for (const headers of [
      { "content-type": "text/plain" },
      { "content-type": "" },
      { "content-type": "application/x-www-form-urlencoded" },
      { "content-type": "application/json; charset=latin1" },
      { "content-type": "application/jsonp" },
      { "content-encoding": "gzip" },
    ])
      expect(await post(raw, headers)).toMatchObject({
        status: 415,
        body: { code: "unsupported_media_type" },
      });
    for (const type of ["application/json;charset=utf-8", 'Application/JSON; charset="UTF-8"'])
      expect((await post(raw, { "content-type": type })).status).toBe(201);
  });

  /** Chunked, so that nothing announces its length. */
  const stream = (bytes: number) => {
    let left = bytes;
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        const size = Math.min(left, 256 * 1024);
        left -= size;
        if (size > 0) controller.enqueue(new Uint8Array(size).fill(0x20));
        else controller.close();
      },
    });
  };

  it("5 MiB may be submitted and previewed, one byte more may not, announced or not", async () => {
    const body = incident();
    const room =
      5 * MIB - JSON.stringify(incident({ artifact: { kind: "shell", content: "x" } })).length + 1;
    const full = JSON.stringify({
      ...body,
      artifact: { kind: "shell", content: "x".repeat(room) },
    });
    expect(full.length).toBe(5 * MIB);
    expect((await post(full)).status).toBe(201);
    expect((await post(full, {}, `${OPERATIONS}/preview`)).status).toBe(200);
    for (const target of [OPERATIONS, `${OPERATIONS}/preview`])
      expect(await post(`${full} `, {}, target)).toMatchObject({
        status: 413,
        body: { code: "payload_too_large" },
      });
    expect((await post(stream(5 * MIB))).body.code).toBe("invalid_json");
    expect((await post(stream(5 * MIB + 1))).body.code).toBe("payload_too_large");
  });

  it("elsewhere 64 KiB is the most", async () => {
    const key = world.enforcement.key;
    const redeem = (raw: BodyInit) => api.call("POST", "/api/v1/grants/redeem", { key, raw });
    expect((await redeem(" ".repeat(64 * 1024))).status).toBe(400);
    expect((await redeem(" ".repeat(64 * 1024 + 1))).status).toBe(413);
    expect((await redeem(stream(64 * 1024 + 1))).status).toBe(413);
  });

  it.skipIf(!fs.existsSync(PARSING))(
    "each body of JSONTestSuite that must not parse gets a 400 (skipped where the suite is absent)",
    async () => {
      const names = fs.readdirSync(PARSING).filter((name) => name.endsWith(".json"));
      const statuses: Record<string, number> = {};
      for (const name of names) {
        const raw = new Uint8Array(fs.readFileSync(path.join(PARSING, name)));
        statuses[name] = (await post(raw)).status;
      }
      const wrong = Object.entries(statuses).filter(([name, status]) =>
        name.startsWith("n_") ? status !== 400 : status !== 400 && status !== 422,
      );
      expect(wrong).toEqual([]);
      expect(names.length).toBeGreaterThan(300);
    },
  );
});
