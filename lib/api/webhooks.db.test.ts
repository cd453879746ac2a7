import { expect, it } from "vitest";
import { describeApi } from "@/test/api";
import { testWorld } from "@/test/world";

const world = testWorld();
const PATH = "/api/v1/webhooks";

describeApi(world, (api) => {
  it("is registered, listed, rotated, tested and removed with an admin key, and no other", async () => {
    const key = await world.addKey("admin");
    const made = await api.call("POST", PATH, { key, body: { url: "https://hook.example.com/x" } });
    expect(made.status).toBe(201);
    const { id, secret } = made.body;
    expect(secret).toMatch(/^whsec_/);
    const listed = await api.call("GET", PATH, { key });
    expect(JSON.stringify(listed.body)).toContain(id);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    const rotated = await api.call("POST", `${PATH}/${id}/rotate`, { key, body: {} });
    expect(rotated.body.secret).not.toBe(secret);
    expect((await api.call("POST", `${PATH}/${id}/test`, { key })).status).toBe(202);
    const { items } = (await api.call("GET", `${PATH}/${id}/deliveries`, { key })).body;
    expect(items).toMatchObject([{ action: "webhook.tested", state: "waiting", attempts: 0 }]);
    // It is being tried, so there is nothing to replay.
    const replay = `${PATH}/${id}/deliveries/${items[0].id}/replay`;
    expect((await api.call("POST", replay, { key })).status).toBe(404);
    for (const other of ["agent", "enforce", "audit"] as const) {
      const wrong =
        other === "agent"
          ? world.agent.key
          : other === "enforce"
            ? world.enforcement.key
            : await world.addKey(other);
      for (const path of [PATH, `${PATH}/${id}/deliveries`])
        expect((await api.call("GET", path, { key: wrong })).status).toBe(403);
    }
    expect((await api.call("DELETE", `${PATH}/${id}`, { key })).status).toBe(204);
    expect((await api.call("DELETE", `${PATH}/${id}`, { key })).status).toBe(404);
  });

  it("shows no secret that its URL carries, nor writes it into the log", async () => {
    const key = await world.addKey("admin");
    for (const [format, url] of [
      ["standard", "https://hook.example.com/x?token=s3cret"],
      ["slack", "https://hooks.slack.com/services/T0/B0/s3cret"],
    ])
      expect((await api.call("POST", PATH, { key, body: { url, format } })).status).toBe(201);
    expect(JSON.stringify((await api.call("GET", PATH, { key })).body)).not.toContain("s3cret");
    const logged = await world.base.db.query(
      { text: "SELECT data FROM audit_events WHERE action = 'webhook.registered'" },
      [],
    );
    expect(JSON.stringify(logged)).toContain("hook.example.com/x?…");
    expect(JSON.stringify(logged)).not.toContain("s3cret");
  });

  it("can't lead into a private network, nor go without TLS", async () => {
    const key = await world.addKey("admin");
    for (const url of ["https://10.0.0.1/", "https://[fd00::1]/", "http://example.com/"]) {
      const answer = await api.call("POST", PATH, { key, body: { url } });
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0].pointer).toBe("/url");
    }
  });
});
