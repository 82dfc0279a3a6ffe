/**
 * Cowatch's own rules for `deno lint`.
 * @module
 */

/** Lines that a function may have of its own, without those of functions inside. Chosen: two screens; what is longer is mostly several things. */
const MAX_OWN_LINES = 80;
/** Lines of a function with everything inside: a factory is the scope of its object, as a class would be. Chosen: a page of four screens still shows what its parts share. */
const MAX_LINES = 200;

type Fn =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;

/** Functions that are too long to be one thing, unless a comment says why. */
const longFunction: Deno.lint.Rule = {
  create(context) {
    if (/_test\.tsx?$/.test(context.filename)) return {};
    /** Functions that are open, innermost last; `inner`: lines of functions inside. */
    const open: { node: Fn; inner: number }[] = [];
    const enter = (node: Fn) => void open.push({ node, inner: 0 });
    const leave = (node: Fn) => {
      const { inner } = open.pop() ?? { inner: 0 };
      const text = context.sourceCode.text.slice(...node.range);
      const lines = text.split("\n").length;
      const outer = open.at(-1);
      if (outer) outer.inner += lines;
      if (lines - inner > MAX_OWN_LINES || lines > MAX_LINES) {
        context.report({
          node,
          message: `This function has ${lines} lines, ${lines - inner} ` +
            `outside of functions in it; ${MAX_LINES} and ${MAX_OWN_LINES} ` +
            "are the most.",
          hint: "Split it along its states, or say in a lint-ignore comment " +
            "why it is one thing.",
        });
      }
    };
    return {
      FunctionDeclaration: enter,
      FunctionExpression: enter,
      ArrowFunctionExpression: enter,
      "FunctionDeclaration:exit": leave,
      "FunctionExpression:exit": leave,
      "ArrowFunctionExpression:exit": leave,
    };
  },
};

/** Where people read: what is drawn there speaks the page's language (docs/texts.md). The simulator is a tool, in English. */
const ON_SCREEN = /\/(components|views|islands)\/(?!.*simulator).*\.tsx$/i;
/** Attributes that are read out or shown. */
const READ_OUT = new Set([
  "aria-label",
  "title",
  "label",
  "placeholder",
  "alt",
]);
/** The name of the product is the same everywhere. */
const isText = (text: string) => /\p{L}{2}/u.test(text.replace("Cowatch", ""));

/** Words on screen that stand in the source, where no other language has them. */
const textInSource: Deno.lint.Rule = {
  create(context) {
    const { filename } = context;
    if (!ON_SCREEN.test(filename) || filename.includes("_test.")) return {};
    const report = (node: Deno.lint.Node) =>
      context.report({
        node,
        message: "These words are read in one language only.",
        hint: "Put them into lib/shared/texts/, see docs/texts.md.",
      });
    return {
      JSXText(node) {
        if (isText(node.value)) report(node);
      },
      JSXAttribute(node) {
        const { name, value } = node;
        if (
          name.type === "JSXIdentifier" && READ_OUT.has(name.name) &&
          value?.type === "Literal" && isText(String(value.value))
        ) report(node);
      },
    };
  },
};

/** A figure that was chosen, and nothing about why. */
const BARE_CHOICE = /\bChosen\.?\s*$/;

/** Figures say where they come from, or why they were chosen. */
const chosenSaysWhy: Deno.lint.Rule = {
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (!BARE_CHOICE.test(comment.value)) continue;
        context.report({
          range: comment.range,
          message: "This figure was chosen, and the comment does not say why.",
          hint: "Chosen: what would be worse with another one.",
        });
      }
    },
  }),
};

const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "long-function": longFunction,
    "text-in-source": textInSource,
    "chosen-says-why": chosenSaysWhy,
  },
};

export default plugin;
