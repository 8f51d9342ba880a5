// The texts of a lesson written as they look. The editor comes after the page can be read; without it, on a line that
// saves data, or by choice the fields with the Markdown stay what they are. Forms and names do not change.

const tools = document.getElementById("writing");
const fields = [...document.querySelectorAll("[data-preview]")];
const bar = tools.querySelector("[role=toolbar]");
const buttons = [...bar.querySelectorAll("button")];
const status = tools.querySelector("[role=status]");
const dialogs = Object.fromEntries([...document.querySelectorAll("dialog[data-for]")].map((one) => [one.dataset.for, one]));
const words = JSON.parse(tools.dataset.words);
const files = Object.fromEntries(
  [...dialogs.picture.querySelectorAll("option[value]")].map((option) => [
    option.value,
    { url: option.dataset.url, picture: "picture" in option.dataset },
  ]),
);
const texts = new Map();
let active = null;
let editor = null;

// ── Opening and closing ──

async function open() {
  tools.setAttribute("aria-busy", "true");
  try {
    editor = await import(tools.dataset.editor);
    for (const field of fields) await openField(field);
    show(true);
  } catch (error) {
    status.textContent = tools.dataset.failed;
    show(false);
    throw error;
  } finally {
    tools.removeAttribute("aria-busy");
  }
}

async function openField(field) {
  const root = document.createElement("div");
  root.className = "writing";
  field.after(root);
  const label = field.form.querySelector(`label[for="${field.id}"]`);
  label.id ||= `${field.id}-label`;
  const attributes = { lang: field.lang, "aria-labelledby": label.id, id: `${field.id}-text` };
  const page = {
    attributes,
    words,
    files,
    button: editButton,
    edit,
    changed: () => note(field),
    moved: (state) => point(field, state),
  };
  const text = await editor.openText(root, field.value, page);
  texts.set(field, { text, root, label });
  root.addEventListener("focusin", () => (active = field));
}

function show(isRich) {
  for (const [field, { root, label }] of texts) {
    field.hidden = isRich;
    root.hidden = !isRich;
    label.htmlFor = isRich ? `${field.id}-text` : field.id;
  }
  bar.hidden = !isRich;
  tools.querySelector("[data-switch=plain]").hidden = !isRich;
  tools.querySelector("[data-switch=rich]").hidden = isRich;
  tools.hidden = false;
  active ??= fields.find((field) => field.value.trim()) ?? fields[0];
}

async function close() {
  for (const [field, { text, root }] of texts) {
    take(field);
    await text.close();
    root.remove();
  }
  show(false);
  for (const [field, { label }] of texts) {
    field.hidden = false;
    label.htmlFor = field.id;
  }
  texts.clear();
}

// ── Between the text and its field ──

let timer = null;
const waiting = new Set();

function note(field) {
  waiting.add(field);
  clearTimeout(timer);
  timer = setTimeout(takeAll, 300);
}

function take(field) {
  const { text } = texts.get(field);
  const written = text.read();
  if (written === field.value) return;
  field.value = written;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function takeAll() {
  for (const field of waiting) if (texts.has(field)) take(field);
  waiting.clear();
}

fields[0].form.addEventListener("submit", takeAll, { capture: true });
addEventListener("pagehide", takeAll);

// ── Buttons ──

function point(field, { pressed, isTable }) {
  active = field;
  for (const button of buttons) {
    if (button.dataset.act in pressed) button.setAttribute("aria-pressed", pressed[button.dataset.act]);
    if (button.dataset.table !== undefined) button.hidden = !isTable;
  }
}

bar.addEventListener("mousedown", (event) => event.preventDefault());
bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { act, box } = button.dataset;
  const { text } = texts.get(active);
  const dialog = dialogs[box ?? act];
  if (!dialog) text.run(act, box ? { name: box } : undefined);
  else ask(dialog, ["link", "term", "document"].includes(act) ? { words: text.selected() } : {}, (facts) => text.run(act, box ? { name: box, ...facts } : facts));
});

// One stop for the tab key; the arrows lead from button to button.
bar.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const shown = buttons.filter((button) => !button.hidden);
  const next = shown[(shown.indexOf(document.activeElement) + step + shown.length) % shown.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
  event.preventDefault();
});
buttons.forEach((button, number) => (button.tabIndex = number ? -1 : 0));

// ── Dialogs ──

function ask(dialog, facts, then, remove = null) {
  const form = dialog.querySelector("form");
  form.reset();
  for (const [name, value] of Object.entries(facts)) if (form.elements[name]) form.elements[name].value = value;
  form.elements.remove.hidden = !remove;
  // Only when it is closed: closing gives the focus back to where it was, and the text takes it from there.
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue === "put") then(Object.fromEntries(new FormData(form)));
    if (dialog.returnValue === "remove") remove();
  };
  dialog.showModal();
}

function editButton(onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "text-button";
  button.textContent = words.change;
  button.addEventListener("click", onClick);
  return button;
}

// What stands in the text is changed in the dialog with which it was put in.
function edit(node, view, getPos) {
  const { kind, facts, attrs } = editor.told(node);
  const at = getPos();
  const dialog = dialogs[kind] ?? dialogs.plain;
  const remove = () => {
    const { tr } = view.state;
    view.dispatch(node.isLeaf ? tr.delete(at, at + node.nodeSize) : tr.replaceWith(at, at + node.nodeSize, node.content));
    view.focus();
  };
  const change = (said) => {
    view.dispatch(view.state.tr.setNodeMarkup(at, undefined, attrs(said)));
    view.focus();
  };
  ask(dialog, facts, change, remove);
}

// ── Beginning ──

tools.addEventListener("click", (event) => {
  const wanted = event.target.closest("[data-switch]")?.dataset.switch;
  if (wanted === "plain") close();
  if (wanted === "rich") open();
});

const begin = () => (window.requestIdleCallback ?? setTimeout)(open);
if (document.documentElement.classList.contains("lite")) show(false);
else if (document.readyState === "complete") begin();
else addEventListener("load", begin);
