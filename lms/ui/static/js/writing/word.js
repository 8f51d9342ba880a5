// What is pasted from Word, Writer or a page: its structure stays (headings, lists, tables, links, quotations, notes),
// its styling goes. Word writes lists as paragraphs with a mark in front; they become lists again.

const GONE = "style, script, xml, meta, link, title, img, svg, object, iframe, form, input, button, noscript";
const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, li, table, thead, tbody, tfoot, tr, td, th, blockquote, pre, hr, dl, dd, div";
const KEPT = new Set(`${BLOCKS}, strong, em, a, br, sup, dt`.replace("div, ", "").split(", ").concat("code"));
const HEADINGS = { h1: "h2", h2: "h3", h3: "h3", h4: "h3", h5: "h3", h6: "h3" };
const NAMED = [
  [/MsoTitle/, "h2"],
  [/MsoHeading[1]?\b/, "h2"],
  [/Mso(Intense)?Quote/, "blockquote"],
];
const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i;
const NUMBERED = /^[([]?([0-9]+|[a-zа-яёңөү]|[ivxlc]+)[.)\]]/i;
const LINK = /^(https?:|mailto:|tel:)/i;

export function cleanPaste(html) {
  if (html.includes("data-pm-slice")) return html;
  // Styles say what is a list; under another name no browser draws or refuses them.
  const named = html.replace(/\sstyle\s*=/gi, " data-style=").replace(/<!\[(if|endif)[^>]*>/gi, "");
  const body = new DOMParser().parseFromString(named, "text/html").body;
  body.querySelectorAll(GONE).forEach((node) => node.remove());
  comments(body).forEach((node) => node.remove());
  notes(body);
  lists(body);
  [...body.querySelectorAll("*")].forEach(byName);
  [...body.querySelectorAll("table")].forEach(table);
  [...body.querySelectorAll("*")].reverse().forEach(plain);
  body.normalize(); // what stood in opened elements is one stretch of words again
  spaces(body);
  [...body.querySelectorAll("strong, em")].forEach(closeUp);
  [...body.querySelectorAll("p, h2, h3, blockquote, strong, em, a")].reverse().forEach((node) => {
    if (!node.textContent.trim() && !node.querySelector("br, sup, table") && node.localName !== "td") node.remove();
  });
  return body.innerHTML;
}

function comments(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

const styleOf = (node) => node.dataset?.style ?? "";

function renamed(node, name) {
  const made = document.createElement(name);
  made.append(...node.childNodes);
  node.replaceWith(made);
  return made;
}

// ── Notes at the foot of the page ──

function notes(body) {
  for (const anchor of body.querySelectorAll('a[href*="#_ftn"], a[href*="#_edn"]')) {
    const label = /_(?:ftn|edn)(?:ref)?(\d+)$/.exec(anchor.getAttribute("href"))?.[1];
    if (!label) continue;
    if (/ref\d+$/.test(anchor.getAttribute("href"))) anchor.remove();
    else {
      const mark = document.createElement("sup");
      mark.dataset.type = "footnote_reference";
      mark.dataset.label = label;
      mark.textContent = label;
      anchor.replaceWith(mark);
    }
  }
  body.querySelectorAll("hr[size]").forEach((line) => line.remove()); // Word's line above the notes
  for (const note of body.querySelectorAll('div[id^="ftn"], div[id^="edn"]')) {
    const made = document.createElement("dl");
    made.dataset.type = "footnote_definition";
    made.dataset.label = note.id.slice(3);
    const inside = document.createElement("dd");
    inside.append(...note.childNodes);
    made.append(document.createElement("dt"), inside);
    note.replaceWith(made);
  }
}

// ── Lists that are paragraphs ──

function lists(body) {
  for (const first of [...body.querySelectorAll("p")].filter((node) => LEVEL.test(styleOf(node)))) {
    if (first.closest("li")) continue; // went into the list of a paragraph before it
    const run = [first];
    for (let next = first.nextElementSibling; next && LEVEL.test(styleOf(next)); next = next.nextElementSibling) run.push(next);
    const open = [];
    const place = document.createElement("div");
    first.before(place);
    for (const paragraph of run) {
      const level = Number(LEVEL.exec(styleOf(paragraph))[1]);
      const kind = takeMark(paragraph);
      while (open.length > level) open.pop();
      while (open.length < level || !open.length) {
        const list = document.createElement(kind);
        (open.length ? (open.at(-1).lastElementChild ?? open.at(-1).appendChild(document.createElement("li"))) : place).append(list);
        open.push(list);
      }
      const item = document.createElement("li");
      item.append(paragraph);
      open.at(-1).append(item);
    }
    place.replaceWith(...place.childNodes);
  }
}

function takeMark(paragraph) {
  const mark = [...paragraph.querySelectorAll("span")].find((node) => /mso-list:\s*ignore/i.test(styleOf(node)));
  const text = mark?.textContent.trim() ?? "";
  mark?.remove();
  return NUMBERED.test(text) ? "ol" : "ul";
}

// ── The rest ──

function byName(node) {
  const name = NAMED.find(([pattern]) => pattern.test(node.className))?.[1];
  if (node.localName !== "p" || !name) return;
  if (name !== "blockquote") renamed(node, name);
  else {
    const quotation = document.createElement("blockquote");
    node.before(quotation);
    quotation.append(node);
  }
}

// The first row is the heading of the columns; cells hold one paragraph.
function table(node) {
  const rows = [...node.querySelectorAll("tr")].filter((row) => row.closest("table") === node);
  const width = Math.max(...rows.map((row) => row.cells.length), 1);
  node.replaceChildren(
    ...rows.map((row, number) => {
      const made = document.createElement("tr");
      if (!number) made.dataset.isHeader = "true";
      for (let index = 0; index < width; index += 1) {
        const cell = made.appendChild(document.createElement(number ? "td" : "th"));
        const blocks = [...(row.cells[index]?.querySelectorAll("p, li") ?? [])];
        const words = cell.appendChild(document.createElement("p"));
        if (!blocks.length) words.append(...(row.cells[index]?.childNodes ?? []));
        blocks.forEach((block, place) => words.append(...(place ? [" "] : []), ...block.childNodes));
      }
      return made;
    }),
  );
}

// One element without what it wears: unknown ones are opened, bold and slanted ones get their plain names.
function plain(node) {
  const style = styleOf(node);
  let name = HEADINGS[node.localName] ?? { b: "strong", i: "em" }[node.localName] ?? node.localName;
  if (name === "span" && /(?<![-\w])font-weight:\s*(bold|[6-9]00)/i.test(style)) name = "strong";
  else if (name === "span" && /font-style:\s*italic/i.test(style)) name = "em";
  if (/(?<![-\w])font-weight:\s*(normal|400)/i.test(style) && name === "strong") name = "span";
  if (/^(h\d|th)$/.test(name)) node.querySelectorAll("strong").forEach((strong) => strong.replaceWith(...strong.childNodes));
  if (!KEPT.has(name) || (name === "a" && !LINK.test(node.getAttribute("href") ?? ""))) {
    // A section that holds words only is a paragraph.
    if (node.localName === "div" && !node.querySelector(BLOCKS)) renamed(node, "p");
    else node.replaceWith(...node.childNodes);
    return;
  }
  const kept = name === node.localName ? node : renamed(node, name);
  const isNote = node.dataset.type?.startsWith("footnote");
  for (const { name: attribute } of [...node.attributes]) {
    const stays = (name === "a" && attribute === "href") || attribute === "data-is-header" || (name === "ol" && attribute === "start");
    if (stays || (isNote && attribute.startsWith("data-"))) kept.setAttribute(attribute, node.getAttribute(attribute));
    else kept.removeAttribute(attribute);
  }
  if (name === "sup" && !isNote) kept.replaceWith(...kept.childNodes);
}

function spaces(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("pre")) {
      walker.currentNode.data = walker.currentNode.data.replace(/[\s\u00a0]+/g, " ");
    }
  }
}

// Word marks the blank behind a word with it; before a full stop there is none.
function closeUp(node) {
  const next = node.nextSibling;
  if (next?.nodeType !== Node.TEXT_NODE || !/^ ?([,;:!?)»”]|\.(?!\.))/.test(next.data)) return;
  next.data = next.data.trimStart();
  let last = node;
  while (last.lastChild) last = last.lastChild;
  if (last.nodeType === Node.TEXT_NODE) last.data = last.data.trimEnd();
}
