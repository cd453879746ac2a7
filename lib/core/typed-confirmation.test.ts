import { describe, expect, it } from "vitest";
import { confirmationOf, isConfirmed } from "./typed-confirmation";

const of = (registered_name?: string, id = "vol_8f2c") =>
  confirmationOf({
    resource: { type: "railway.volume", id },
    report: {
      resources: [
        { id: "pg-data", type: "railway.volume", role: "cascade", registered_name: "cascade" },
        { id, type: "railway.volume", role: "target", registered_name },
      ],
    },
  });

describe("what a reviewer types", () => {
  it("is the registered name, else the id, and never what the agent calls it", () => {
    expect(of("pg-data")).toBe("pg-data");
    expect(of()).toBe("vol_8f2c");
    const labelled = { type: "railway.volume", id: "vol_8f2c", name: "scratch" };
    const target = { ...labelled, role: "target" };
    expect(confirmationOf({ resource: labelled, report: { resources: [target] } })).toBe(
      "vol_8f2c",
    );
    expect(confirmationOf({ resource: labelled, report: { resources: [] } })).toBe("vol_8f2c");
  });

  it("of another type with the same id isn't the target's name", () => {
    const report = {
      resources: [{ id: "7", type: "disk", role: "target", registered_name: "pg-data" }],
    };
    expect(confirmationOf({ resource: { type: "volume", id: "7" }, report })).toBe("7");
  });

  it.each([
    ["zero width", "pg\u200Bdata"],
    ["a bidi override", "pg\u202Eatad"],
    ["a no-break space", "pg\u00A0data"],
    ["a space at its end", "pg-data "],
    ["two spaces", "pg  data"],
    ["a ligature", "o\uFB03ce"],
    ["a letter in two code points", "pg-da\u0308ta"],
    ["a Cyrillic letter among Latin ones", "pg-d\u0430ta"],
    ["nobody's patience", "p".repeat(101)],
  ])("isn't a name with %s: the id is", (_, name) => {
    expect(of(name)).toBe("vol_8f2c");
  });

  it("shows what hides in an id, so that it can be typed as it is seen", () => {
    expect(of(undefined, "vol\u200B1")).toBe("vol<U+200B>1");
  });

  it.each(["PG-DATA", "pg-data ", " pg-data", "pg\u2010data", "pg-d\u0430ta", ""])(
    "is compared exactly: %j isn't pg-data",
    (typed) => {
      expect(isConfirmed(typed, "pg-data")).toBe(false);
    },
  );
});
