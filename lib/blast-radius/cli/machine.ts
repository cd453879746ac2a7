export const LOCAL = { provider: null, reaches: null } as const;
