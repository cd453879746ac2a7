import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./fixtures";

/** The widths that every page is looked at in. */
export const SIZES = [
  { name: "wide", width: 1440, height: 1000 },
  { name: "phone", width: 390, height: 844 },
] as const;

/** As it is in front of somebody: axe finds nothing, nothing is cut off, and a picture is kept. */
export async function expectReadable(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  await page.screenshot({ path: `test-results/looks/${name}.png`, fullPage: true });
}

/** The same at both widths and in both themes; the page is left wide and light. */
export async function look(page: Page, name: string): Promise<void> {
  for (const size of SIZES)
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await expectReadable(page, `${name}-${size.name}-${colorScheme}`);
    }
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: "light" });
}
