import { expect, it } from "vitest";
import { operationPhrase } from "./phrase";

const phrase = (action: string, name?: string) =>
  operationPhrase({
    action,
    resource: { id: "vol_8f2c", name },
    environment: "production",
  });

it("says what is done to what, and where", () => {
  expect(phrase("railway.volume.delete", "pg-data")).toEqual({
    verb: "Delete volume",
    gerund: "deleting",
    target: "pg-data",
    environment: "production",
    sentence: "Delete volume pg-data in production",
  });
});

it.each([
  ["railway.delete_volume", "Delete volume vol_8f2c in production", "deleting"],
  ["volume.delete", "Delete volume vol_8f2c in production", "deleting"],
  ["aws.rds.db-instance.stop", "Stop db instance vol_8f2c in production", "stopping"],
  ["postgres.truncate", "Truncate vol_8f2c in production", "truncating"],
  ["git.force-push", "Force-push vol_8f2c in production", "force-pushing"],
  ["git.force_push", "Force-push vol_8f2c in production", "force-pushing"],
  ["terraform.apply", "Apply plan vol_8f2c in production", "applying"],
  ["aws.host.shutdown", "Shut down host vol_8f2c in production", "shutting down"],
  ["iam.key.revoke", "Revoke key vol_8f2c in production", "revoking"],
])("puts %s in words", (action, sentence, gerund) => {
  expect(phrase(action)).toMatchObject({ sentence, gerund });
});

it.each(["railway.volume.frobnicate", "x.constructor", "x.__proto__", "a.-", "a.undelete"])(
  "doesn't guess at the verb of %s",
  (action) => {
    expect(phrase(action, "pg-data")).toMatchObject({
      sentence: `Run ${action} on pg-data in production`,
      gerund: `running ${action} on`,
    });
  },
);

it("shows what a name hides", () => {
  expect(phrase("railway.volume.delete", "pg\u202Edata\r\n").sentence).toBe(
    "Delete volume pg<U+202E>data<U+000D><U+000A> in production",
  );
});
