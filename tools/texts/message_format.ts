/**
 * The message compiler, with types that are so: its package is CommonJS, whose
 * types have a default export inside the one that an import gives.
 * @module
 */
import core from "@messageformat/core";
import compile from "@messageformat/core/compile-module.js";

/** Compiles messages of one language. */
export const MessageFormat = core as unknown as typeof core.default;

/** Makes a module of messages. */
export const compileModule = compile as unknown as typeof compile.default;
