import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

export default defineConfig({
  root,
  define: { VERSION: JSON.stringify("0.0.0-test") },
  test: {
    include: ["test/**/*.test.ts"],
    // Many tests start processes, a whole MRTG among them, on a machine of two cores.
    // One worker, vitest's choice for two cores, would leave the second core idle while MRTG runs.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", `${root}.ci/closing-line.js`],
  },
});
