// Compiles cw-mrtg once, whole, into the code cache that cached.cjs starts from. Run at install and by the build; where the
// directory cannot be written, cw-mrtg works without. Becomes dist/make-cache.cjs.
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const { wrap } = require("node:module");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

const bundle = `${__dirname}/cw-mrtg.bundle.cjs`;
// Functions too that V8 would compile at their first call; the flag is taken back, for it is part of what V8 checks.
setFlagsFromString("--no-lazy");
const script = new Script(wrap(readFileSync(bundle, "utf8")), { filename: bundle });
setFlagsFromString("--lazy");
try {
  writeFileSync(`${__dirname}/cw-mrtg.${process.version}-${process.arch}.cache`, script.createCachedData());
} catch (error) {
  console.error(`cw-mrtg: no code cache (${error.code}); every poll will compile`);
}
