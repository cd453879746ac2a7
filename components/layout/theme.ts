/** The reader's choice of light or dark; a cookie, so that the first paint is right already. */
export const THEME_COOKIE = "countersign_theme";
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const themeFrom = (value: string | undefined): Theme =>
  THEMES.find((theme) => theme === value) ?? "system";

const YEAR_S = 31_536_000;

/** In the browser: at once, and for the pages to come. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
