// Starts cw-mrtg from V8's code cache where one fits this very Node: a poll then costs a tenth less. Without one, or with
// one that V8 rejects, it compiles as ever. Becomes dist/cw-mrtg.cjs; must not know what the program does.
"use strict";
const { readFileSync } = require("node:fs");
const { createRequire, wrap } = require("node:module");
const { Script } = require("node:vm");

const bundle = `${__dirname}/cw-mrtg.bundle.cjs`;

function cacheIfAny() {
  try {
    return readFileSync(`${__dirname}/cw-mrtg.${process.version}-${process.arch}.cache`);
  } catch (error) {
    // Made by an install with scripts and by `npm ci`; another Node, or an install without scripts, has none.
    if (error.code === "ENOENT" || error.code === "EACCES") return undefined;
    throw error;
  }
}

const script = new Script(wrap(readFileSync(bundle, "utf8")), { filename: bundle, cachedData: cacheIfAny() });
const main = { exports: {} };
script.runInThisContext()(main.exports, createRequire(bundle), main, bundle, __dirname);
