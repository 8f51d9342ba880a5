// What the buttons do, by their names.

import { callCommand } from "@milkdown/utils";
import {
  toggleEmphasisCommand,
  toggleStrongCommand,
  turnIntoTextCommand,
  wrapInBlockquoteCommand,
  wrapInBulletListCommand,
  wrapInHeadingCommand,
  wrapInOrderedListCommand,
} from "@milkdown/preset-commonmark";
import { redo, undo } from "@milkdown/prose/history";
import { TextSelection } from "@milkdown/prose/state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable } from "@milkdown/prose/tables";
import { lift } from "@milkdown/prose/commands";
import { citationText } from "./citations.js";
import { termText } from "./terms.js";
import { factsText } from "./boxes.js";

const milkdown = (command, facts) => (ctx) => callCommand(command.key, facts)(ctx);
const prose = (command) => (_ctx, view) => command(view.state, view.dispatch, view);

const ACTS = {
  text: milkdown(turnIntoTextCommand),
  heading: milkdown(wrapInHeadingCommand, 2),
  subheading: milkdown(wrapInHeadingCommand, 3),
  strong: milkdown(toggleStrongCommand),
  stress: milkdown(toggleEmphasisCommand),
  bullets: milkdown(wrapInBulletListCommand),
  numbers: milkdown(wrapInOrderedListCommand),
  quotation: milkdown(wrapInBlockquoteCommand),
  table,
  row: prose(addRowAfter),
  column: prose(addColumnAfter),
  "less-row": (_ctx, view) => lessRow(view.state, view.dispatch),
  "less-column": prose(deleteColumn),
  "no-table": prose(deleteTable),
  out: prose(lift),
  undo: prose(undo),
  redo: prose(redo),
  footnote,
  link,
  document: link,
  citation: (_ctx, view, facts) => put(view, "citation", { text: citationText(facts) }),
  term: (_ctx, view, facts) => put(view, "term", { text: termText(facts) }),
  picture,
  check: (_ctx, view, { key }) => putBlock(view, view.state.schema.nodes.check.create({ facts: factsText({ key }) })),
  scenario: (_ctx, view) => putBlock(view, view.state.schema.nodes.check.create({ name: "scenario" })),
  box,
};

// What is put in while a check or picture is selected stands beside it, not in its place.
const PUT_IN = new Set(["citation", "document", "footnote", "link", "term"]);

export function run(ctx, view, name, facts) {
  const { selection, tr } = view.state;
  if (PUT_IN.has(name) && selection.node) {
    view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(selection.to))));
  }
  ACTS[name](ctx, view, facts);
  view.focus();
}

// What the buttons show as pressed, and whether those of a table are of use.
export function state({ selection, schema, storedMarks }) {
  const { $from } = selection;
  const marks = storedMarks ?? $from.marks();
  const has = (mark) => marks.some((one) => one.type === schema.marks[mark]);
  const around = new Set(Array.from({ length: $from.depth + 1 }, (_, depth) => $from.node(depth).type.name));
  const level = $from.parent.type.name === "heading" ? $from.parent.attrs.level : 0;
  return {
    pressed: {
      strong: has("strong"),
      stress: has("emphasis"),
      heading: level === 2,
      subheading: level === 3,
      bullets: around.has("bullet_list"),
      numbers: around.has("ordered_list"),
      quotation: around.has("blockquote"),
    },
    isTable: around.has("table"),
  };
}

function put(view, type, attrs) {
  const { state } = view;
  view.dispatch(state.tr.replaceSelectionWith(state.schema.nodes[type].create(attrs), false).scrollIntoView());
}

// After the block with the cursor, or in its place if it is empty; the cursor goes into it, or below a check.
// A box stands in no other one, so it comes after the outermost block.
function putBlock(view, node, depth = 1) {
  const { state } = view;
  const { $from } = state.selection;
  const isEmpty = $from.depth === depth && $from.parent.isTextblock && !$from.parent.content.size;
  const at = isEmpty ? $from.before() : $from.depth ? $from.after(depth) : state.selection.to;
  const tr = state.tr.replaceWith(at, isEmpty ? $from.after() : at, node);
  const after = at + node.nodeSize;
  if (node.isAtom && !tr.doc.nodeAt(after)?.isTextblock) tr.insert(after, state.schema.nodes.paragraph.create());
  const place = tr.doc.resolve((node.isAtom ? after : at) + 1);
  view.dispatch(tr.setSelection(TextSelection.near(place)).scrollIntoView());
}

function table(_ctx, view) {
  const { selection, schema } = view.state;
  const { table: whole, table_header_row: first, table_row: row, table_header: heading, table_cell: cell } = schema.nodes;
  const cells = (type) => [type.createAndFill(), type.createAndFill()];
  const rows = [first.create(null, cells(heading)), row.create(null, cells(cell)), row.create(null, cells(cell))];
  putBlock(view, whole.create(null, rows), outermost(selection, schema));
}

// A picture or recording is a paragraph of its own.
function picture(_ctx, view, facts) {
  const { selection, schema } = view.state;
  const { image, paragraph } = schema.nodes;
  putBlock(view, paragraph.create(null, image.create(facts)), outermost(selection, schema));
}

// In a box, right below it; else right below the whole text.
const outermost = ({ $from }, schema) => ($from.depth > 1 && $from.node(1).type === schema.nodes.box ? 2 : 1);

// The first row names the columns and stays.
const lessRow = (state, dispatch) =>
  Array.from({ length: state.selection.$from.depth }, (_, depth) => state.selection.$from.node(depth)).some(
    (node) => node.type === state.schema.nodes.table_header_row,
  ) || deleteRow(state, dispatch);

// What is selected goes into the box; with nothing selected it begins empty.
function box(_ctx, view, { name, ...facts }) {
  const { state } = view;
  const { $from, $to, empty } = state.selection;
  const { box: type, paragraph, check } = state.schema.nodes;
  const attrs = { name, facts: factsText(facts) };
  const range = $from.blockRange($to, (node) => node.type === state.schema.topNodeType);
  let holdsBox = false;
  if (range) state.doc.nodesBetween(range.start, range.end, (node) => (holdsBox ||= node.type === type || node.type === check));
  if (empty || !range || holdsBox) putBlock(view, type.create(attrs, paragraph.create()));
  else view.dispatch(state.tr.wrap(range, [{ type, attrs }]).scrollIntoView());
}

function link(_ctx, view, { href, words }) {
  const { state } = view;
  const mark = state.schema.marks.link.create({ href });
  const { from, to, empty } = state.selection;
  const tr = empty
    ? state.tr.replaceSelectionWith(state.schema.text(words || href, [mark]), false)
    : state.tr.addMark(from, to, mark);
  view.dispatch(tr.removeStoredMark(mark).scrollIntoView());
}

// The mark in the sentence, the note at the end of the text, and the cursor in it.
function footnote(_ctx, view) {
  const { state } = view;
  const { footnote_reference: mark, footnote_definition: note, paragraph } = state.schema.nodes;
  let most = 0;
  state.doc.descendants((node) => {
    if (node.type === mark || node.type === note) most = Math.max(most, Number(node.attrs.label) || 0);
  });
  const label = String(most + 1);
  const tr = state.tr.insert(state.selection.to, mark.create({ label }));
  const last = tr.doc.lastChild;
  const end = tr.doc.content.size - (last.type === paragraph && !last.content.size ? last.nodeSize : 0);
  tr.insert(end, note.create({ label }, paragraph.create()));
  view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end + 2))).scrollIntoView());
}
