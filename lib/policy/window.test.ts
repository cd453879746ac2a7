import { describe, expect, it } from "vitest";
import type { Blackout, Window } from "@/lib/contract/policy";
import { WEEKDAYS } from "@/lib/contract/policy";
import { nextOpening } from "./window";

const hours = (from: string, until: string, change: Partial<Window> = {}): Window => ({
  days: [...WEEKDAYS],
  from,
  until,
  timezone: "Europe/Berlin",
  ...change,
});
const closed = (from: string, until: string): Blackout => ({
  from,
  until,
  timezone: "Europe/Berlin",
  why: "freeze",
});
const at = (earliest: string, windows: Window[][], blackouts: Blackout[] = []) => {
  const opening = nextOpening({ windows, blackouts }, new Date(earliest));
  return opening && [opening.from.toISOString(), opening.until?.toISOString() ?? null];
};

describe("a grant may be used", () => {
  it("at once and without an end, where nothing says otherwise", () => {
    expect(at("2026-11-25T03:00:00Z", [])).toEqual(["2026-11-25T03:00:00.000Z", null]);
  });

  it("from now until the window closes, or from when it opens next", () => {
    const office = [[hours("09:00", "17:00")]];
    expect(at("2026-11-25T10:00:00Z", office)).toEqual([
      "2026-11-25T10:00:00.000Z",
      "2026-11-25T16:00:00.000Z",
    ]);
    expect(at("2026-11-25T16:00:00Z", office)?.[0]).toBe("2026-11-26T08:00:00.000Z");
    const weekdays = [[hours("09:00", "17:00", { days: ["mon", "tue", "wed", "thu", "fri"] })]];
    expect(at("2026-11-27T18:00:00Z", weekdays)?.[0]).toBe("2026-11-30T08:00:00.000Z");
  });

  it("past midnight, where a window ends before it begins", () => {
    const night = [[hours("22:00", "04:00", { days: ["fri"] })]];
    expect(at("2026-11-28T00:30:00Z", night)).toEqual([
      "2026-11-28T00:30:00.000Z",
      "2026-11-28T03:00:00.000Z",
    ]);
    expect(at("2026-11-28T03:00:00Z", night)?.[0]).toBe("2026-12-04T21:00:00.000Z");
  });

  it("by the clocks of the window's own zone, when they change too", () => {
    // On 29 March 2026 at 02:00 the clocks of Berlin go to 03:00, on 25 October at 03:00 to 02:00.
    const night = [[hours("01:00", "05:00")]];
    expect(at("2026-03-28T23:00:00Z", night)).toEqual([
      "2026-03-29T00:00:00.000Z",
      "2026-03-29T03:00:00.000Z",
    ]);
    expect(at("2026-10-24T22:00:00Z", night)).toEqual([
      "2026-10-24T23:00:00.000Z",
      "2026-10-25T04:00:00.000Z",
    ]);
    const office = [[hours("09:00", "17:00")]];
    expect(at("2026-03-28T20:00:00Z", office)?.[0]).toBe("2026-03-29T07:00:00.000Z");
    expect(at("2026-03-27T20:00:00Z", office)?.[0]).toBe("2026-03-28T08:00:00.000Z");
  });

  it("in a window of every rule, whichever of its list", () => {
    const either = [hours("06:00", "08:00"), hours("12:00", "14:00")];
    expect(at("2026-11-25T05:30:00Z", [either, [hours("07:00", "20:00")]])).toEqual([
      "2026-11-25T06:00:00.000Z",
      "2026-11-25T07:00:00.000Z",
    ]);
    expect(
      at("2026-11-25T05:30:00Z", [[hours("06:00", "08:00")], [hours("12:00", "14:00")]]),
    ).toBeNull();
  });

  it("not on a day of a blackout, both ends included, but right after", () => {
    expect(at("2026-12-24T10:00:00Z", [], [closed("2026-12-24", "2026-12-26")])?.[0]).toBe(
      "2026-12-26T23:00:00.000Z",
    );
    expect(at("2026-12-23T22:00:00Z", [], [closed("2026-12-24", "2026-12-26")])).toEqual([
      "2026-12-23T22:00:00.000Z",
      "2026-12-23T23:00:00.000Z",
    ]);
    expect(at("2026-12-01T10:00:00Z", [], [closed("2026-11-01", "2027-01-31")])).toBeNull();
  });
});
