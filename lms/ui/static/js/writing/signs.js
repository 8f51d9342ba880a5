// What a sign in a sentence needs that stands for one thing: citations and terms.

import { InputRule } from "@milkdown/prose/inputrules";
import { $inputRule } from "@milkdown/utils";

// Cuts the words of a parsed text where a sign stands.
export const splitting = (pattern, type) =>
  function split(node) {
    for (const child of node.children ?? []) split(child);
    if (!node.children) return;
    node.children = node.children.flatMap((child) => (child.type === "text" ? pieces(child.value, pattern, type) : [child]));
  };

function pieces(text, pattern, type) {
  const found = [];
  let after = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > after) found.push({ type: "text", value: text.slice(after, match.index) });
    found.push({ type, value: match[0] });
    after = match.index + match[0].length;
  }
  if (after < text.length) found.push({ type: "text", value: text.slice(after) });
  return found;
}

// Who knows the sign types it.
export const typedSign = (pattern, schema) =>
  $inputRule(
    (ctx) =>
      new InputRule(new RegExp(`${pattern.source}$`), (state, match, start, end) =>
        state.tr.replaceWith(start, end, schema.type(ctx).create({ text: match[0] })),
      ),
  );

// A button that opens the dialog of the sign.
export const signView = (page, className, say) => () => (node, view, getPos) => {
  const dom = page.button(() => page.edit(node, view, getPos));
  dom.className = className;
  dom.textContent = say(node.attrs.text);
  dom.contentEditable = "false";
  return { dom, stopEvent: (event) => event.type === "mousedown" || event.type === "click", ignoreMutation: () => true };
};
