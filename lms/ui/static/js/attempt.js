// Keeps every answer of a test: on the device at once, on the server a moment later, one question at a time.
// The page without this script is one long form with "Save my answers"; all words come from data attributes.

import { deviceStorage, newId } from "./attempt/device.js";
import { choose, isTyped, labels, same, valueOf } from "./attempt/fields.js";

const form = document.querySelector("form[data-attempt]");

const PAUSE = 400; // ms between the last change and sending
const TYPING_PAUSE = 1200; // ms: a sentence is sent in a few pieces and not letter by letter
const FIRST_WAIT = 3000; // ms before the first new try
const LONGEST_WAIT = 60000;

if (form) {
  const words = form.dataset;
  const questions = [...form.querySelectorAll("fieldset[data-question]")];
  const status = document.getElementById("save");
  const prefix = `sabak:${words.salt}:`;
  const name = (question) => `${prefix}${words.attempt}:${question}`;
  const flagsName = `${prefix}${words.attempt}/later`;
  const storage = deviceStorage();
  const held = new Map(); // question → {value, revision}: answered otherwise elsewhere, waiting for a decision
  let place = 0;
  let wait = FIRST_WAIT;
  let timer = null;
  let sending = null;
  let stopped = false;
  let leaving = false;
  let isOver = false; // the time is over: what is stored is handed in
  const clock = document.querySelector("[data-timer]");

  function read(key) {
    try {
      return JSON.parse(storage.get(key));
    } catch {
      return null;
    }
  }

  const draftOf = (field) => read(name(field.dataset.question));
  const keep = (field, draft) => storage.set(name(field.dataset.question), JSON.stringify(draft));
  const forget = (field) => storage.remove(name(field.dataset.question));
  const fieldOf = (question) => questions.find((field) => field.dataset.question === question);
  const unsent = () => questions.filter((field) => draftOf(field));

  function say(text, kind = "none", link = null) {
    status.className = `save-status save-status--${kind}`;
    status.replaceChildren(document.createElement("span"));
    status.firstChild.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link;
      anchor.textContent = words.signInText;
      status.append(" ", anchor);
    }
  }

  function sayOffline() {
    say(storage.keeps ? words.offline : words.offlineOpen, "offline");
  }

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(deliver, delay);
  }

  function answered(field, pause = PAUSE) {
    const before = draftOf(field);
    keep(field, {
      value: valueOf(field),
      write: newId(),
      base: before ? before.base : Number(field.dataset.revision),
      tried: before?.sent ? [...(before.tried || []), before.value].slice(-5) : before?.tried || [],
    });
    drawMap();
    if (held.has(field.dataset.question)) return;
    if (!stopped) {
      say(words.saving);
      later(pause);
    }
  }

  // Sends all that is unsent. True when nothing remains on the device.
  function flush() {
    sending ??= send().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function send() {
    clearTimeout(timer);
    const answers = unsent()
      .filter((field) => !held.has(field.dataset.question))
      .map((field) => ({ question: field.dataset.question, ...draftOf(field) }));
    if (stopped) return !unsent().length;
    if (!answers.length) return !held.size;
    // Known to have left: if its answer is lost, the server may hold it without our hearing of it.
    for (const answer of answers) keep(fieldOf(answer.question), { ...answer, sent: true });
    let response;
    try {
      response = await fetch(words.save, {
        method: "POST",
        credentials: "same-origin",
        keepalive: true,
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": form.elements.csrf_token.value,
        },
        body: JSON.stringify({
          answers: answers.map((answer) => ({
            question: answer.question,
            value: answer.value,
            write: answer.write,
            base: answer.base,
          })),
        }),
      });
    } catch {
      return tryAgain();
    }
    if (response.ok) {
      try {
        return await received(await response.json(), answers);
      } catch {
        return tryAgain();
      }
    }
    return refused(response.status, (await response.json().catch(() => ({}))).error);
  }

  // The time is over: send what is left, then hand in. What does not reach the server in its grace does not count.
  async function finish() {
    if (leaving) return;
    isOver = true;
    say(words.timeOver);
    const done = (await flush()) && (await flush());
    if ((done || held.size) && !leaving && !stopped) handIn(0);
  }

  const deliver = () => (isOver ? finish() : flush());

  function handIn(late) {
    leaving = true;
    const last = document.createElement("form");
    Object.assign(last, { method: "post", action: words.check, hidden: true });
    const said = { csrf_token: form.elements.csrf_token.value, act: "over", late };
    for (const name of Object.keys(said)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value: said[name] });
      last.append(input);
    }
    document.body.append(last);
    last.submit();
  }

  function tryAgain() {
    sayOffline();
    later(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    return false;
  }

  function refused(code, why) {
    if (code === 410 && why === "time over") {
      const late = unsent();
      late.forEach(forget);
      handIn(late.length);
      return false;
    }
    if (code === 409 || code === 410) {
      leaving = true;
      location.assign(words.result);
      return false;
    }
    if ([400, 401, 403].includes(code)) {
      stopped = true;
      const address = new URL(words.signIn, location.href);
      address.searchParams.set("next", location.pathname + location.search + location.hash);
      say(words.session, "offline", address.href);
      return false;
    }
    if (code === 413 || code === 422 || code === 404) {
      stopped = true;
      say(words.refused, "offline");
      return false;
    }
    return tryAgain();
  }

  async function received(answer, sent) {
    wait = FIRST_WAIT;
    if (answer.left !== undefined) clock?.dispatchEvent(new CustomEvent("left", { detail: answer.left }));
    if (answer.csrf) form.elements.csrf_token.value = answer.csrf;
    for (const saved of answer.saved || []) {
      const field = fieldOf(saved.question);
      if (!field) continue;
      const draft = draftOf(field);
      const was = sent.find((item) => item.question === saved.question);
      field.dataset.revision = saved.revision;
      if (draft && was && draft.write === was.write) forget(field);
      else if (draft) keep(field, { ...draft, base: saved.revision, tried: [], sent: false });
    }
    for (const conflict of answer.conflicts || []) settle(conflict);
    if (held.size) return false;
    if (unsent().length) return send();
    say(words.saved.replace("*", answer.at), "saved");
    return true;
  }

  // An older write of this very device may have arrived although its answer was lost: then there is nothing to ask.
  function settle(conflict) {
    const value = conflict.value;
    const revision = conflict.revision;
    const field = fieldOf(conflict.question);
    const draft = field && draftOf(field);
    if (!draft) return;
    if (same(value, draft.value)) {
      field.dataset.revision = revision;
      forget(field);
    } else if ((draft.tried || []).some((tried) => same(tried, value))) {
      keep(field, { ...draft, base: revision, tried: [], sent: false });
    } else {
      ask(field, value, revision);
    }
  }

  function ask(field, value, revision) {
    const question = field.dataset.question;
    field.querySelector(".conflict")?.remove();
    held.set(question, { value, revision });
    const box = document.createElement("div");
    box.className = "conflict";
    box.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = words.conflict.replace("*", labels(field, value, words.nothing));
    const close = (action) => () => {
      held.delete(question);
      box.remove();
      action();
      drawMap();
      field.focus();
      flush();
    };
    const mine = plainButton(words.keepMine, close(() => {
      field.dataset.revision = revision;
      keep(field, { value: valueOf(field), write: newId(), base: revision, tried: [] });
    }));
    const other = plainButton(words.keepOther, close(() => {
      field.dataset.revision = revision;
      forget(field);
      choose(field, value);
    }));
    box.append(text, mine, " ", other);
    field.append(box);
    say(text.textContent, "offline");
  }

  function plainButton(text, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = text;
    button.addEventListener("click", action);
    return button;
  }

  // One question at a time.
  const walk = form.querySelector("[data-walk]");
  const previous = form.querySelector("[data-previous]");
  const next = form.querySelector("[data-next]");
  const review = form.querySelector("[data-review]");
  const map = document.querySelector("[data-attempt-map]");

  function show(wanted, focus) {
    place = Math.max(0, Math.min(questions.length - 1, wanted));
    questions.forEach((field, index) => (field.hidden = index !== place));
    previous.hidden = place === 0;
    next.hidden = place === questions.length - 1;
    review.hidden = !next.hidden;
    // Another language shows the same question.
    for (const link of document.querySelectorAll(".languages a")) link.hash = questions[place].id;
    if (focus) {
      history.replaceState(null, "", `#${questions[place].id}`);
      questions[place].focus();
    }
    drawMap();
  }

  const placeInAddress = () => questions.findIndex((field) => `#${field.id}` === location.hash);

  function drawMap() {
    if (!map) return;
    const flags = read(flagsName) || [];
    map.querySelectorAll("ol a").forEach((link, index) => {
      const field = questions[index];
      if (!field) return;
      const done = valueOf(field).length > 0;
      const flagged = flags.includes(field.dataset.question);
      link.classList.toggle("answered", done);
      link.classList.toggle("flagged", flagged);
      if (index === place) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      const said = [done ? map.dataset.answered : map.dataset.open, ...(flagged ? [map.dataset.flagged] : [])];
      link.querySelector("[data-state]").textContent = `, ${said.join(", ")}`;
    });
  }

  for (const field of questions) {
    const draft = draftOf(field);
    if (draft) choose(field, draft.value);
    field.addEventListener("change", (event) => {
      if (event.target.matches("[data-answer]") && !isTyped(event.target)) answered(field);
    });
    field.addEventListener("input", (event) => {
      if (event.target.matches("[data-answer]") && isTyped(event.target)) answered(field, TYPING_PAUSE);
    });
    const flag = field.querySelector("[data-flag]");
    if (flag && !("oneWay" in words)) {
      flag.closest(".later").hidden = false;
      flag.checked = (read(flagsName) || []).includes(field.dataset.question);
      flag.addEventListener("change", () => {
        const others = (read(flagsName) || []).filter((question) => question !== field.dataset.question);
        storage.set(flagsName, JSON.stringify(flag.checked ? [...others, field.dataset.question] : others));
        drawMap();
      });
    }
  }

  walk.hidden = false;
  for (const plain of form.querySelectorAll("[data-plain]")) plain.hidden = true;
  next.classList.replace("button--quiet", "button--primary");
  previous.addEventListener("click", () => show(place - 1, true));
  next.addEventListener("click", () => show(place + 1, true));
  addEventListener("hashchange", () => placeInAddress() >= 0 && show(placeInAddress(), true));
  addEventListener("online", deliver);
  addEventListener("pagehide", () => {
    if (!leaving) flush();
  });
  document.addEventListener("visibilitychange", () => document.hidden && flush());

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (leaving) return;
    say(words.saving);
    // A send under way may have left before the last change: ask until it is empty or fails.
    const done = (await flush()) && (await flush());
    if (!done) {
      const first = questions.findIndex((field) => held.has(field.dataset.question));
      if (first >= 0) show(first, true);
      return;
    }
    leaving = true;
    const act = document.createElement("input");
    const step = event.submitter?.matches("[data-step]") ? event.submitter.value : "review";
    Object.assign(act, { type: "hidden", name: "act", value: step });
    form.append(act);
    form.submit();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // Signing out on a shared computer leaves nothing behind, unless something could not be sent.
  const signOut = document.querySelector("form[data-sign-out]");
  signOut?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const done = (await flush()) && !unsent().length;
    if (!done && !confirm(words.leave)) return;
    if (done) storage.keys().filter((key) => key.startsWith(prefix)).forEach(storage.remove);
    leaving = true;
    signOut.submit();
  });

  show(Math.max(0, placeInAddress()), placeInAddress() >= 0);
  flush();
  clock?.addEventListener("over", finish);
  if (clock?.dataset.isOver === "true") finish();
}
