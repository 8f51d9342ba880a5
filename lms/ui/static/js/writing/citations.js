// `[@source place]` in a sentence: one thing that is put in, changed and deleted whole, and stored as it stands.

import { InputRule } from "@milkdown/prose/inputrules";
import { $inputRule, $nodeSchema, $remark, $view } from "@milkdown/utils";

const CITATION = /\[@([a-z0-9][a-z0-9-]*)(?:[ \u00a0]+([^\]\n]+))?\]/g;

function split(node) {
  for (const child of node.children ?? []) split(child);
  if (!node.children) return;
  node.children = node.children.flatMap((child) => (child.type === "text" ? pieces(child.value) : [child]));
}

function pieces(text) {
  const found = [];
  let after = 0;
  for (const match of text.matchAll(CITATION)) {
    if (match.index > after) found.push({ type: "text", value: text.slice(after, match.index) });
    found.push({ type: "citation", value: match[0] });
    after = match.index + match[0].length;
  }
  if (after < text.length) found.push({ type: "text", value: text.slice(after) });
  return found;
}

export const remarkCitations = $remark("citations", () => () => split);

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

// Who knows the sign types it.
const typed = $inputRule(
  (ctx) =>
    new InputRule(new RegExp(`${CITATION.source}$`), (state, match, start, end) =>
      state.tr.replaceWith(start, end, citationSchema.type(ctx).create({ text: match[0] })),
    ),
);

const citationView = (page) => () => (node, view, getPos) => {
  const dom = page.button(() => page.edit(node, view, getPos));
  dom.className = "citation";
  dom.textContent = node.attrs.text.slice(2, -1);
  dom.contentEditable = "false";
  return { dom, stopEvent: (event) => event.type === "mousedown" || event.type === "click", ignoreMutation: () => true };
};

export const citations = (page) => [
  remarkCitations,
  citationSchema,
  typed,
  $view(citationSchema.node, citationView(page)),
];
