// `[?key words]` in a sentence: a word of the glossary, put in, changed and deleted whole, and stored as it stands.

import { $nodeSchema, $remark, $view } from "@milkdown/utils";
import { signView, splitting, typedSign } from "./signs.js";

const TERM = /\[\?([a-z0-9][a-z0-9-]*)[ \u00a0]+([^\[\]\n*_`\\<>|]*[^\s[\]*_`\\<>|])\]/g;

export const writeTerm = (node) => node.value;

export const termText = ({ key, words }) => `[?${key} ${words.replace(/[[\]\n*_`\\<>|]/g, "").trim() || key}]`;

export function termFacts(text) {
  const [, key = "", words = ""] = new RegExp(TERM.source).exec(text) ?? [];
  return { key, words };
}

export const termSchema = $nodeSchema("term", () => ({
  group: "inline",
  inline: true,
  atom: true,
  attrs: { text: { default: "" } },
  parseDOM: [{ tag: "span[data-term]", getAttrs: (dom) => ({ text: dom.dataset.term }) }],
  toDOM: (node) => ["span", { "data-term": node.attrs.text }, termFacts(node.attrs.text).words],
  leafText: (node) => node.attrs.text,
  parseMarkdown: {
    match: (node) => node.type === "term",
    runner: (state, node, type) => state.addNode(type, { text: node.value }),
  },
  toMarkdown: {
    match: (node) => node.type.name === "term",
    runner: (state, node) => state.addNode("term", undefined, node.attrs.text),
  },
}));

export const terms = (page) => [
  $remark("terms", () => () => splitting(TERM, "term")),
  termSchema,
  typedSign(TERM, termSchema),
  $view(termSchema.node, signView(page, "term", (text) => termFacts(text).words)),
];
