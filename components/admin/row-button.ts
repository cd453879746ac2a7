/** The size of a button that acts on one row. */
export const ROW_BUTTON = "min-h-11 px-3 py-1 text-sm md:min-h-8 md:px-2.5";
