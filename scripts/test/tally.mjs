// What the runners' JSON reports say, in the same words: { passed, skipped, failures }, of which the
// failures are names.
import path from "node:path";
import { root } from "../bootstrap/project.mjs";

export const nothing = () => ({ passed: 0, skipped: 0, failures: [] });

export function tallyVitest({ testResults }) {
  const tally = nothing();
  for (const { name, status, assertionResults } of testResults) {
    const file = path.relative(root, name);
    const before = tally.failures.length;
    for (const test of assertionResults) {
      if (test.status === "passed") tally.passed++;
      else if (test.status === "failed") tally.failures.push(`${file} › ${test.fullName}`);
      else tally.skipped++;
    }
    // It couldn't be loaded, or a hook failed: its tests never ran.
    if (status === "failed" && tally.failures.length === before)
      tally.failures.push(`${file} › (not run whole)`);
  }
  return tally;
}

export function tallyPlaywright({ suites, errors }) {
  const tally = nothing();
  const count = (suite, titles) => {
    for (const inner of suite.suites ?? []) count(inner, [...titles, inner.title]);
    for (const { title, tests } of suite.specs)
      for (const { status } of tests) {
        if (status === "expected") tally.passed++;
        else if (status === "skipped") tally.skipped++;
        else tally.failures.push([...titles, title].join(" › "));
      }
  };
  for (const suite of suites) count(suite, [`e2e/${suite.title}`]);
  for (const { message } of errors)
    tally.failures.push(`(outside of a test) ${firstLine(message)}`);
  return tally;
}

const firstLine = (text = "") => text.split("\n", 1)[0];
