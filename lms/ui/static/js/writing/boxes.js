// The boxes of a lesson (`::: case` … `:::`) as nodes that are written in, and the place of a knowledge check.
// The parser does not know them: their first and last lines become paragraphs of their own that it cannot misread,
// and the paragraphs between two of those are put into the box afterwards.

import { $nodeSchema, $remark, $view } from "@milkdown/utils";

const FIRST = /^ {0,3}:{3,}\s*(\S.*?)\s*$/;
const LAST = /^ {0,3}:{3,}\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const CODED = /^:::box-([0-9a-f]+)$/;
const END = ":::box-end";
const INFO = /^([^\s{]+)\s*(?:\{(.*)\})?$/;
const FACT = /([a-z][a-z_]*)="([^"]*)"/g;

// The text for the parser, and for each of its lines the number of the line in the real text.
export function coded(text) {
  const lines = [];
  const numbers = [];
  const put = (number, ...more) => more.forEach((line) => lines.push(line) && numbers.push(number));
  let fence = "";
  text.split("\n").forEach((line, number) => {
    const mark = FENCE.exec(line)?.[1] ?? "";
    if (fence ? mark.startsWith(fence) : mark) fence = fence ? "" : mark;
    if (fence || mark) put(number, line);
    else if (LAST.test(line)) put(number, "", END, "");
    else if (FIRST.test(line)) put(number, "", `:::box-${hex(FIRST.exec(line)[1])}`, "");
    else put(number, line);
  });
  return { text: lines.join("\n"), numbers };
}

const hex = (text) => [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (code) => new TextDecoder().decode(Uint8Array.from(code.match(/../g), (pair) => parseInt(pair, 16)));

const lineOf = (node) =>
  node.type === "paragraph" && node.children.length === 1 && node.children[0].type === "text"
    ? node.children[0].value
    : "";

function group(tree) {
  const kept = [];
  let open = null;
  for (const node of tree.children) {
    const line = lineOf(node);
    const found = CODED.exec(line);
    if (found && line !== END && !open) {
      const [, name, facts] = INFO.exec(unhex(found[1])) ?? [null, unhex(found[1]), ""];
      open = { type: "box", name, facts: facts?.trim() ?? "", children: [], position: { ...node.position } };
      kept.push(open);
    } else if (line === END && open) {
      open.position.end = node.position.end;
      open = null;
    } else (open ? open.children : kept).push(node);
  }
  tree.children = kept;
}

export const remarkBoxes = $remark("boxes", () => () => group);

// How a box is written; the formatter of the server has the last word on empty lines.
export function writeBox(node, _parent, state, info) {
  const body = state.containerFlow(node, info);
  return `::: ${node.name}${node.facts ? ` {${node.facts}}` : ""}\n${body}${body ? "\n" : ""}:::`;
}

export const factsOf = (text) => Object.fromEntries([...text.matchAll(FACT)].map(([, name, value]) => [name, value]));
export const factsText = (facts) =>
  Object.entries(facts)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}="${value.replaceAll('"', "”").replaceAll("}", ")")}"`)
    .join(" ");

const attrs = { name: { default: "note" }, facts: { default: "" } };
const fromDom = (dom) => ({ name: dom.dataset.box, facts: dom.dataset.facts });
const toDom = (node, ...inside) => ["div", { "data-box": node.attrs.name, "data-facts": node.attrs.facts }, ...inside];
// What only marks a place: a knowledge check, the way into the scenario.
const PLACES = ["check", "scenario"];
const isCheck = (node) => node.type === "box" && PLACES.includes(node.name) && !node.children.length;

export const boxSchema = $nodeSchema("box", () => ({
  group: "block",
  content: "block+",
  defining: true,
  attrs,
  parseDOM: [{ tag: "div[data-box]:not([data-box=check], [data-box=scenario])", getAttrs: fromDom }],
  toDOM: (node) => toDom(node, 0),
  parseMarkdown: {
    match: (node) => node.type === "box" && !isCheck(node),
    runner: (state, node, type) => {
      const children = node.children.length ? node.children : [{ type: "paragraph", children: [] }];
      state.openNode(type, { name: node.name, facts: node.facts }).next(children).closeNode();
    },
  },
  toMarkdown: {
    match: (node) => node.type.name === "box",
    runner: (state, node) => state.openNode("box", undefined, { ...node.attrs }).next(node.content).closeNode(),
  },
}));

export const checkSchema = $nodeSchema("check", () => ({
  group: "block",
  atom: true,
  attrs: { ...attrs, name: { default: "check" } },
  parseDOM: PLACES.map((name) => ({ tag: `div[data-box=${name}]`, getAttrs: fromDom })),
  toDOM: (node) => toDom(node),
  parseMarkdown: {
    match: isCheck,
    runner: (state, node, type) => state.addNode(type, { name: node.name, facts: node.facts }),
  },
  toMarkdown: {
    match: (node) => node.type.name === "check",
    runner: (state, node) => state.addNode("box", [], undefined, { ...node.attrs }),
  },
}));

// Above each box stands what it is, and a button that changes its facts or takes it away.
const boxView = (page) => () => (first, view, getPos) => {
  let node = first;
  const dom = document.createElement("div");
  const bar = document.createElement("div");
  const name = document.createElement("span");
  const facts = document.createElement("span");
  bar.className = "box-bar";
  bar.contentEditable = "false";
  name.className = "box-label";
  facts.className = "meta";
  bar.append(name, facts, page.button(() => page.edit(node, view, getPos)));
  dom.append(bar);
  const inside = node.isAtom ? undefined : dom.appendChild(document.createElement("div"));
  const show = () => {
    dom.className = node.attrs.name;
    name.textContent = page.words[node.attrs.name] ?? node.attrs.name;
    facts.textContent = Object.values(factsOf(node.attrs.facts)).join(" · ") || node.attrs.facts;
  };
  show();
  return {
    dom,
    contentDOM: inside,
    update: (next) => {
      if (next.type !== node.type) return false;
      node = next;
      show();
      return true;
    },
    stopEvent: (event) => bar.contains(event.target),
    ignoreMutation: (change) => !inside || !inside.contains(change.target),
  };
};

export const boxes = (page) => [
  remarkBoxes,
  boxSchema,
  checkSchema,
  $view(boxSchema.node, boxView(page)),
  $view(checkSchema.node, boxView(page)),
];
