// The parts of the editor that our Markdown knows: no strikethrough, no tasks, no empty lines kept as HTML, no ids.

import * as common from "@milkdown/preset-commonmark";
import * as more from "@milkdown/preset-gfm";

const without = (list, ...left) => {
  const out = new Set(left.flat());
  return list.flat().filter((plugin) => !out.has(plugin));
};

const plainHeading = common.headingSchema.extendSchema((made) => (ctx) => ({
  ...made(ctx),
  toDOM: (node) => [`h${node.attrs.level}`, 0],
}));

export const grammar = [
  ...without(common.commonmark, common.remarkPreserveEmptyLinePlugin, common.syncHeadingIdPlugin),
  ...without(more.gfm, more.strikethroughInputRule, more.strikethroughKeymap, more.wrapInTaskListInputRule),
  plainHeading,
].flat();
