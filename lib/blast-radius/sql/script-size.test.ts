import { describe, expect, it } from "vitest";
import { sizeOfScript } from "./script-size";

describe("a script's size", () => {
  it.each([
    ["", 0, 0],
    ["SELECT 1", 0, 2],
    ["SELECT 1, 2; SELECT été;", 2, 6],
    [";; ;\n;", 0, 0],
    ["SELECT ';,', 'it';", 1, 4],
    ['SELECT ";,";', 1, 2],
    ["SELECT 1; -- a; b,\nSELECT 2;", 2, 5],
    ["SELECT /* ;,;, */ 1;", 1, 3],
    ["DO $$ BEGIN a; b, c; END $$; DO $x$ $$;$$ $x$;", 2, 4],
    ["SELECT $1-a/2;", 1, 7],
    ["SELECT 1; SELECT '", 1, 3],
    ["SELECT 1; DO $$ ;;;", 1, 3],
  ])("counts what stands outside of quotes and comments: %j", (sql, statements, tokens) => {
    expect(sizeOfScript(sql)).toEqual({ statements, tokens });
  });
});
