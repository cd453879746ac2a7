/** The size of a button that acts on one row. */
export const ROW_BUTTON = "min-h-9 px-2.5 py-1 text-sm md:min-h-8";
