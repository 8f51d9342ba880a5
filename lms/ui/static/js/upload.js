// A file on its way: how much of it is sent, in per cent, and a button to stop it. Without this script the form is sent
// as any other. Whatever the answer, what was typed and the file that was chosen stay in the form.

const parts = (box) => ({
  bar: box.querySelector("progress"),
  shown: box.querySelector("[data-shown]"),
  spoken: box.querySelector("[role=status]"),
  stop: box.querySelector("button"),
});

function tell(box, text, kind = "none") {
  const at = parts(box);
  box.hidden = false;
  at.shown.textContent = at.spoken.textContent = text;
  at.shown.className = `save-status save-status--${kind}`;
}

function rest(form, box) {
  const at = parts(box);
  delete form.dataset.sent;
  at.bar.hidden = at.stop.hidden = true;
}

function fail(form, box, text) {
  rest(form, box);
  tell(box, text, "offline");
}

// A reader of the screen hears every quarter; everybody sees every step.
function move(box, share) {
  const at = parts(box);
  const words = share < 100 ? box.dataset.sent.replace("{n}", share) : box.dataset.arrived;
  at.bar.value = share;
  at.shown.textContent = words;
  if (share === 100 || share - Number(at.spoken.dataset.at) >= 25) {
    at.spoken.textContent = words;
    at.spoken.dataset.at = share;
  }
  if (share < 100) return;
  at.stop.hidden = true; // it has arrived: the server may be keeping it already
}

// The same page with what is wrong in it: its files are still chosen.
function show(form, page) {
  const main = page.querySelector("main");
  for (const field of form.querySelectorAll("input[type=file]")) {
    const fresh = page.getElementById(field.id);
    if (fresh && field.files.length) fresh.files = field.files;
  }
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  document.querySelector("main [data-focus]")?.focus();
}

function answered(call, form, box) {
  if (call.status === 204) {
    location.assign(call.getResponseHeader("Location"));
    return;
  }
  const page = new DOMParser().parseFromString(call.responseText, "text/html");
  if (call.status === 422 && page.querySelector("main [data-upload]")) {
    show(form, page);
    return;
  }
  const said = ["h1", ".lede"].map((one) => page.querySelector(`main ${one}`)?.textContent.trim()).filter(Boolean);
  fail(form, box, said.join(". ") || box.dataset.lost);
}

function send(form, box, button) {
  const at = parts(box);
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  const call = new XMLHttpRequest();
  call.open("POST", button?.getAttribute("formaction") ?? form.getAttribute("action"));
  call.setRequestHeader("X-Upload", "1");
  call.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) move(box, Math.floor((100 * event.loaded) / event.total));
  });
  call.addEventListener("load", () => answered(call, form, box));
  call.addEventListener("error", () => fail(form, box, box.dataset.lost));
  call.addEventListener("abort", () => {
    rest(form, box);
    tell(box, box.dataset.stopped);
    button?.focus();
  });
  at.stop.onclick = () => call.abort();
  form.dataset.sent = "1";
  tell(box, box.dataset.sent.replace("{n}", 0));
  at.spoken.dataset.at = "0";
  at.bar.value = 0;
  at.bar.hidden = at.stop.hidden = false;
  call.send(body);
}

// Before the listener that holds every form: it leaves alone what is already under way.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const box = form.querySelector("[data-upload]");
    const files = box ? [...form.querySelectorAll("input[type=file]")].flatMap((field) => [...field.files]) : [];
    if (!files.length || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > Number(box.dataset.most)) tell(box, box.dataset.large, "offline");
    else send(form, box, event.submitter);
  },
  true,
);
