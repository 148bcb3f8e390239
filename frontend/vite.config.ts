import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Each folder with a main.tsx is an island with a page of its own.
const source = resolve(import.meta.dirname, "src");
const islands = readdirSync(source)
  .map((folder) => [folder, resolve(source, folder, "main.tsx")] as const)
  .filter(([, entry]) => existsSync(entry));

export default defineConfig({
  base: "/static/dist/",
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, "../app/static/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    // The policy of pages forbids addresses that carry a file in themselves.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: Object.fromEntries(islands) },
  },
});
