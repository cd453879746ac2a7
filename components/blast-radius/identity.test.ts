import { expect, it } from "vitest";
import { identityOf, type Located } from "./identity";

const identity = (
  environments: Partial<Located["environments"]>,
  registeredName: string | null = "pg-data",
) =>
  identityOf({
    resource: { type: "railway.volume", id: "vol_8f2c", name: "pg-data" },
    environment: { slug: "production", name: "production", kind: "production" },
    report: {
      environments: {
        value: ["production"],
        bound: "exact",
        assurance: "inventory",
        ...environments,
      },
      resources: [{ id: "vol_8f2c", name: registeredName, role: "target" }],
    },
  });

it("the agent's word alone checks neither name nor environment", () => {
  for (const bound of ["exact", "at_least", "unknown"] as const)
    for (const assurance of ["claimed", "artifact"] as const)
      expect(identity({ bound, assurance })).toMatchObject({
        name: "pg-data",
        nameChecked: false,
        environmentChecked: false,
      });
});

it("bytes that name an environment check that, and no name", () => {
  expect(identity({ assurance: "parsed" })).toMatchObject({
    nameChecked: false,
    environmentChecked: true,
  });
});

it("what is registered of a part only checks nothing", () => {
  expect(identity({ bound: "at_least" })).toMatchObject({
    nameChecked: false,
    environmentChecked: false,
  });
});

it("a name counts as checked only where it is the registered one", () => {
  expect(identity({}).nameChecked).toBe(true);
  expect(identity({}, "pg-data-old").nameChecked).toBe(false);
});

it("says where it is found, when that isn't where it was submitted for", () => {
  expect(identity({}).foundIn).toBeNull();
  expect(identity({ value: ["staging", "production"], bound: "at_least" }).foundIn).toEqual([
    "staging",
    "production",
  ]);
});
