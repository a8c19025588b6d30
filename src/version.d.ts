/** The version in package.json, put here by the build. */
declare const VERSION: string;
