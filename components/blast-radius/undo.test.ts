import { expect, it } from "vitest";
import { undoOf } from "./undo";

it("what isn't known to be undoable is permanent, also in words of a newer version", () => {
  for (const value of ["irreversible", "unknown", "", "constructor", "some_new_way"])
    expect(undoOf(value)).toMatchObject({ word: "Treat as permanent", permanent: true });
  expect(undoOf("restorable").permanent).toBe(false);
});
