// A form that saves itself after five seconds without a key, says so, and tells who else has it open. It never writes
// over what another saved: the server refuses, and the page says what to do. Without it the button Save does the same.

const form = document.querySelector("[data-autosave]");
const status = document.getElementById("autosave").querySelector("span");
const others = document.getElementById("others");
const IDLE = 5000;
const AGAIN = 30000;
const BEAT = 30000;
const RESTS_AFTER = 900000; // a page that was left open must not keep its writer signed in
let timer = null;
let running = null;
let rests = false;
let touched = Date.now();

function later(pause) {
  clearTimeout(timer);
  if (!rests) timer = setTimeout(save, pause);
}

async function send() {
  const body = new URLSearchParams(new FormData(form));
  body.set("act", "autosave");
  try {
    const response = await fetch(form.action, { method: "POST", credentials: "same-origin", body });
    const answer = await response.json();
    status.textContent = answer.words;
    if (answer.base) form.elements.base.value = answer.base;
    else rests = response.status !== 422;
  } catch {
    // No line, or signed out meanwhile: the page that came is none of ours.
    status.textContent = form.dataset.failed;
    later(AGAIN);
  }
}

async function save() {
  status.textContent = form.dataset.saving;
  running = send();
  await running;
  running = null;
}

function note() {
  touched = Date.now();
  later(IDLE);
}

form.addEventListener("input", note);
form.addEventListener("change", note);
// What is on its way comes first; else the button would meet its own earlier text as that of somebody else.
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!running) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const pressed = event.submitter;
  running.then(() => form.requestSubmit(pressed));
}, { capture: true });

// ── Who else is here ──

const presence = (act) => new URLSearchParams([["csrf_token", form.elements.csrf_token.value], ["act", act]]);

async function beat() {
  if (Date.now() - touched > RESTS_AFTER) return;
  try {
    const answer = await fetch(form.dataset.present, { method: "POST", credentials: "same-origin", body: presence("here") });
    const said = await answer.json();
    others.textContent = said.others.join(" ");
  } catch {
    // No line: the next beat may find it again.
  }
}

beat();
setInterval(beat, BEAT);
addEventListener("pagehide", () => navigator.sendBeacon(form.dataset.present, presence("leave")));
