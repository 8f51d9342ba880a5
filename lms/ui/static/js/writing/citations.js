// `[@source place]` in a sentence: one thing that is put in, changed and deleted whole, and stored as it stands.

import { $nodeSchema, $remark, $view } from "@milkdown/utils";
import { signView, splitting, typedSign } from "./signs.js";

const CITATION = /\[@([a-z0-9][a-z0-9-]*)(?:[ \u00a0]+([^\]\n]+))?\]/g;

export const remarkCitations = $remark("citations", () => () => splitting(CITATION, "citation"));

export const writeCitation = (node) => node.value;

export const citationText = ({ key, place }) => `[@${key}${place ? ` ${place.replace(/[\]\n]/g, "")}` : ""}]`;

export function citationFacts(text) {
  const [, key = "", place = ""] = new RegExp(CITATION.source).exec(text) ?? [];
  return { key, place };
}

export const citationSchema = $nodeSchema("citation", () => ({
  group: "inline",
  inline: true,
  atom: true,
  attrs: { text: { default: "" } },
  parseDOM: [{ tag: "span[data-citation]", getAttrs: (dom) => ({ text: dom.dataset.citation }) }],
  toDOM: (node) => ["span", { "data-citation": node.attrs.text }, node.attrs.text.slice(2, -1)],
  leafText: (node) => node.attrs.text,
  parseMarkdown: {
    match: (node) => node.type === "citation",
    runner: (state, node, type) => state.addNode(type, { text: node.value }),
  },
  toMarkdown: {
    match: (node) => node.type.name === "citation",
    runner: (state, node) => state.addNode("citation", undefined, node.attrs.text),
  },
}));

export const citations = (page) => [
  remarkCitations,
  citationSchema,
  typedSign(CITATION, citationSchema),
  $view(citationSchema.node, signView(page, "citation", (text) => text.slice(2, -1))),
];
