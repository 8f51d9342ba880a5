// One text: opened from its Markdown, read back as Markdown. What was not touched is read back letter for letter.

import {
  Editor,
  defaultValueCtx,
  editorViewCtx,
  editorViewOptionsCtx,
  remarkCtx,
  remarkStringifyOptionsCtx,
  rootCtx,
  serializerCtx,
} from "@milkdown/core";
import { clipboard } from "@milkdown/plugin-clipboard";
import { history } from "@milkdown/plugin-history";
import { trailing } from "@milkdown/plugin-trailing";
import { Fragment } from "@milkdown/prose/model";
import { Plugin } from "@milkdown/prose/state";
import { $prose } from "@milkdown/utils";
import { boxes, coded, writeBox } from "./boxes.js";
import { citations, writeCitation } from "./citations.js";
import { run, state } from "./commands.js";
import { grammar } from "./kit.js";
import { pictures } from "./pictures.js";
import { terms, writeTerm } from "./terms.js";
import { cleanPaste } from "./word.js";

const SPELLING = { bullet: "-", rule: "-", emphasis: "*", strong: "*", fence: "`", listItemIndent: "one" };

export async function openText(root, source, page) {
  const { text, numbers } = coded(source);
  const editor = await Editor.make()
    .config((ctx) => {
      ctx.set(rootCtx, root);
      ctx.set(defaultValueCtx, text);
      ctx.update(editorViewOptionsCtx, (known) => ({
        ...known,
        attributes: { class: "prose writing-text", role: "textbox", "aria-multiline": "true", ...page.attributes },
        transformPastedHTML: cleanPaste,
      }));
      ctx.update(remarkStringifyOptionsCtx, (known) => ({
        ...known,
        ...SPELLING,
        handlers: { ...known.handlers, box: writeBox, citation: writeCitation, term: writeTerm },
      }));
    })
    .use(grammar)
    .use(boxes(page))
    .use(citations(page))
    .use(terms(page))
    .use(pictures(page))
    .use(history)
    .use(clipboard)
    .use(trailing)
    .use(watching(page))
    .create();
  const view = editor.ctx.get(editorViewCtx);
  return new Text(editor, view, source, numbers, text);
}

// Tells the page about every change and every move of the cursor.
const watching = (page) =>
  $prose(
    () =>
      new Plugin({
        view: () => ({
          update: (view, before) => {
            if (!before.doc.eq(view.state.doc)) page.changed();
            if (view.hasFocus()) page.moved(state(view.state));
          },
        }),
      }),
  );

class Text {
  constructor(editor, view, source, numbers, text) {
    this.editor = editor;
    this.view = view;
    this.source = source;
    this.first = view.state.doc;
    this.sources = this.known(numbers, text);
  }

  // What each block was read from, and what stands in the text without being seen (addresses of links).
  known(numbers, text) {
    const lines = this.source.split("\n");
    const said = ({ position: { start, end } }) => lines.slice(numbers[start.line - 1], numbers[end.line - 1] + 1).join("\n");
    const remark = this.editor.ctx.get(remarkCtx);
    const raw = remark.parse(text);
    this.unseen = raw.children.filter((node) => node.type === "definition").map(said);
    const { children } = remark.runSync(raw, text);
    const blocks = [];
    this.first.forEach((node) => isEmpty(node) || blocks.push(node));
    return new Map(children.length === blocks.length ? blocks.map((node, at) => [node, said(children[at])]) : []);
  }

  read() {
    const { doc } = this.view.state;
    if (doc.eq(this.first)) return this.source;
    const parts = [];
    doc.forEach((node) => {
      if (isEmpty(node)) return;
      const before = parts.at(-1);
      const source = this.sources.get(node);
      // A list beside a changed list is written together with it, so that they stay two.
      const joins = before && isList(node) && before.nodes.at(-1).type === node.type && !(before.source && source);
      if (before && (joins || (source === undefined && before.source === undefined))) {
        before.nodes.push(node);
        before.source = undefined;
      } else parts.push({ nodes: [node], source });
    });
    return [...parts.map((part) => part.source ?? this.written(part.nodes)), ...this.unseen].join("\n\n");
  }

  written(nodes) {
    const write = this.editor.ctx.get(serializerCtx);
    return write(this.view.state.schema.topNodeType.create(null, Fragment.from(nodes))).trim();
  }

  run(name, facts) {
    run(this.editor.ctx, this.view, name, facts);
  }

  selected() {
    const { from, to } = this.view.state.selection;
    return this.view.state.doc.textBetween(from, to, " ");
  }

  close() {
    return this.editor.destroy();
  }
}

const isEmpty = (node) => node.type.name === "paragraph" && !node.content.size;
const isList = (node) => node.type.name.endsWith("_list");
