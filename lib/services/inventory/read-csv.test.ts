import { describe, expect, it } from "vitest";
import { DomainError } from "@/lib/core/error";
import { readCsv } from "./read-csv";

const HEADING =
  "type,pattern,environment,name,criticality,stateful,owner,dependents,recovery_point,taken_at,failure_domain,deletable_by,last_tested_restore";
const given = (text: string) => readCsv(text).map((entry) => entry.given);
const faults = (text: string): string[] => {
  try {
    readCsv(text);
  } catch (error) {
    if (error instanceof DomainError) return (error.extra.errors ?? []).map((one) => one.detail);
    throw error;
  }
  return [];
};

describe("a CSV file", () => {
  it("is one resource a line, and a further line for each further recovery point", () => {
    const text = [
      HEADING,
      "railway.volume,vol_8f2c,production,pg-data,critical,yes,data@example.com,railway.service:api railway.service:web,Nightly,2026-11-24,railway.volume:vol_8f2c,token,",
      "railway.volume,vol_8f2c,,,,,,,Weekly,2026-11-22T02:00:00Z,,,2026-10-01",
      'railway.volume,vol_51d0,staging,"pg, of staging",,no,,,,,,,',
    ].join("\r\n");
    expect(given(text)).toEqual([
      {
        type: "railway.volume",
        pattern: "vol_8f2c",
        environment: "production",
        name: "pg-data",
        criticality: "critical",
        stateful: true,
        owner: "data@example.com",
        dependents: ["railway.service:api", "railway.service:web"],
        recovery_points: [
          {
            name: "Nightly",
            taken_at: "2026-11-24T00:00:00Z",
            failure_domain: "railway.volume:vol_8f2c",
            deletable_by: "token",
            last_tested_restore: null,
          },
          {
            name: "Weekly",
            taken_at: "2026-11-22T02:00:00Z",
            failure_domain: null,
            deletable_by: null,
            last_tested_restore: "2026-10-01T00:00:00Z",
          },
        ],
      },
      expect.objectContaining({
        name: "pg, of staging",
        criticality: "medium",
        stateful: false,
        recovery_points: [],
      }),
    ]);
  });

  it("without columns for them leaves recovery points alone", () => {
    const [one] = given("type,pattern,environment\na.b,x,production");
    expect(one?.recovery_points).toBeUndefined();
  });

  it.each([
    [
      "a byte order mark, and empty lines",
      "\uFEFFtype,pattern,environment\n\na.b,x,production\n,,\n",
    ],
    ["semicolons", "type;pattern;environment\na.b;x;production"],
    ["tabs", "type\tpattern\tenvironment\na.b\tx\tproduction"],
    ["columns in any order and case", "Environment,Pattern,TYPE\nproduction,x,a.b"],
    ["spaces around", " type , pattern , environment \n a.b , x , production "],
  ])("may have %s", (_, text) => {
    expect(given(text)).toMatchObject([{ type: "a.b", pattern: "x", environment: "production" }]);
  });

  it.each([
    ["nothing", "", /^Line 1: There is no resource/],
    ["a heading only", HEADING, /^Line 1: There is no resource/],
    [
      "an unknown column",
      "type,pattern,environment,colour\na.b,x,p,red",
      /^Line 1: There is no column "colour"/,
    ],
    [
      "a column twice",
      "type,pattern,environment,type\na.b,x,p,a.b",
      /^Line 1: The column type is there twice/,
    ],
    ["no environment column", "type,pattern\na.b,x", /^Line 1: The column environment is missing/],
    ["too many cells", "type,pattern,environment\na.b,x,p,more", /^Line 2: There are more cells/],
    ["an open quote", 'type,pattern,environment\na.b,"x,p\n', /^Line \d: This isn't CSV/],
    ["a blank environment", "type,pattern,environment\na.b,x,", /^Line 2, environment: /],
    ["a type with a colon", "type,pattern,environment\na:b,x,p", /^Line 2, type: /],
    ["a wrong criticality", `${HEADING}\na.b,x,p,,huge,,,,,,,,`, /^Line 2, criticality: /],
    ["neither yes nor no", `${HEADING}\na.b,x,p,,,perhaps,,,,,,,`, /^Line 2, stateful: /],
    ["a dependent without a type", `${HEADING}\na.b,x,p,,,,,api,,,,,`, /^Line 2, dependents: /],
    ["a time that is none", `${HEADING}\na.b,x,p,,,,,,Nightly,yesterday,,,`, /^Line 2, taken_at: /],
    [
      "a recovery point without a name",
      `${HEADING}\na.b,x,p,,,,,,,2026-11-24,,,`,
      /^Line 2, recovery_point: /,
    ],
    [
      "a further line that adds nothing",
      "type,pattern,environment\na.b,x,p\na.b,x,p",
      /^Line 3: It is on line 2 already/,
    ],
    [
      "lines that contradict each other",
      `${HEADING}\na.b,x,p,,,,,,One,,,,\na.b,x,staging,,,,,,Two,,,,`,
      /^Line 3, environment: Line 2 says/,
    ],
    [
      "a fault on a further line",
      `${HEADING}\na.b,x,p,,,,,,One,,,,\na.b,x,,,,,,,Two,,nowhere,,`,
      /^Line 3, failure_domain: /,
    ],
  ])("with %s is refused, and the fault has its line", (_, text, expected) => {
    expect(faults(text)[0]).toMatch(expected);
  });

  it("is refused with all of its faults, not with the first one", () => {
    expect(
      faults(`${HEADING}\na.b,x,,,huge,,,,,,,,\na.b,y,p,,,,,,,,,,\na.b,z,p,,,maybe,,,,,,,`),
    ).toEqual([
      expect.stringMatching(/^Line 2, environment/),
      expect.stringMatching(/^Line 2, criticality/),
      expect.stringMatching(/^Line 4, stateful/),
    ]);
  });
});
