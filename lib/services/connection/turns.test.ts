import { expect, it } from "vitest";
import { MEASUREMENTS_MAX, MEASUREMENTS_PER_DATABASE_MAX, takeTurn, type Turn } from "./turns";

const taken = async (turn: Promise<Turn | null>): Promise<Turn> => {
  const got = await turn;
  if (!got) throw new Error("no turn came free");
  return got;
};

it("one slow database takes no turn that another waits for", async () => {
  const slow = await Promise.all(
    Array.from({ length: MEASUREMENTS_PER_DATABASE_MAX + 20 }, () => takeTurn("slow", 5)),
  );
  const turns = slow.filter((turn) => turn !== null);
  expect(turns).toHaveLength(MEASUREMENTS_PER_DATABASE_MAX);
  const other = await taken(takeTurn("other", 5));
  for (const turn of [...turns, other]) turn.end();
});

it("no more are under way at once than the process may have", async () => {
  const turns = await Promise.all(
    Array.from({ length: MEASUREMENTS_MAX * 2 }, (_, i) => takeTurn(`database ${i}`, 5)),
  );
  const held = turns.filter((turn) => turn !== null);
  expect(held).toHaveLength(MEASUREMENTS_MAX);
  for (const turn of held) turn.end();
});

it("who waits gets the turn that comes free, and a turn ends once", async () => {
  const [first, second] = [await taken(takeTurn("a", 5)), await taken(takeTurn("a", 5))];
  const third = takeTurn("a", 60_000);
  first.end();
  first.end();
  const got = await taken(third);
  expect(await takeTurn("a", 5)).toBeNull();
  second.end();
  got.end();
});
