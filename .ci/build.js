// Bundles every executable in src/commands into dist/NAME.cjs. Run by `npm ci` (prepare).
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";

const root = new URL("..", import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const names = readdirSync(`${root}src/commands`)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3));

const common = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  // The ES modules of the SDK's packages are a third smaller and faster to load than their CommonJS twins.
  mainFields: ["module", "main"],
  define: { VERSION: JSON.stringify(version) },
  legalComments: "none",
  minify: true,
  // proper-lockfile is given the file system that it works on, and needs no other.
  alias: { "graceful-fs": "node:fs" },
};

// The one that is started hundreds of times a round begins from a code cache.
const cached = "cw-mrtg";

// The SDK is a file of its own, required when it is needed: a poll with written keys does not even read it.
const sdkApart = {
  name: "sdk-apart",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/client\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./sdk.cjs", external: true } : undefined,
    ),
};

rmSync(`${root}dist`, { recursive: true, force: true });
await Promise.all([
  // The SDK tells classes by their names here and there.
  build({
    ...common,
    keepNames: true,
    entryPoints: [`${root}src/cloudwatch/client.ts`],
    outfile: `${root}dist/sdk.cjs`,
  }),
  ...names.map((name) =>
    build({
      ...common,
      stdin: {
        contents: `import { command } from "./src/commands/${name}.ts";
import { runProcess } from "./src/cli/process.ts";
runProcess("${name}", command);`,
        resolveDir: root,
        loader: "ts",
      },
      outfile: `${root}dist/${name === cached ? `${name}.bundle` : name}.cjs`,
      plugins: [sdkApart],
      // import() of a CommonJS file would load Node's machinery for ES modules first.
      supported: { "dynamic-import": false },
    }),
  ),
]);
copyFileSync(`${root}src/start/cached.cjs`, `${root}dist/${cached}.cjs`);
copyFileSync(`${root}src/start/make-cache.cjs`, `${root}dist/make-cache.cjs`);
execFileSync(process.execPath, [`${root}dist/make-cache.cjs`]);
