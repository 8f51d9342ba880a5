// A form is sent once, however often the button is pressed; a step that fails for lack of a line keeps the page.

const label = (button) => [...button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    const text = label(button);
    if (text && button.dataset.label) text.data = button.dataset.label;
  }
}

function hold(form, button) {
  form.dataset.sent = "1";
  if (!button?.dataset.busy) return;
  const text = label(button);
  button.setAttribute("aria-disabled", "true");
  if (text) {
    button.dataset.label = text.data;
    text.data = button.dataset.busy;
  }
}

// Continue: the answer is a redirect, which is followed only once it has arrived.
async function stay(form, button) {
  const line = form.querySelector("[role=status]");
  line.textContent = "";
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  try {
    const response = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (response.redirected) {
      location.assign(response.url);
      return;
    }
  } catch {
    release(form);
    line.textContent = form.dataset.stay;
    line.className = "save-status save-status--offline";
    return;
  }
  form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  if (form.dataset.stay && window.fetch) {
    event.preventDefault();
    hold(form, button);
    stay(form, button);
    return;
  }
  // The browser reads the pressed button's value after this handler: change its words a moment later.
  form.dataset.sent = "1";
  setTimeout(() => hold(form, button), 0);
  // A file to download leaves the page where it is.
  if (form.dataset.download !== undefined) setTimeout(() => release(form), 2000);
});

addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

document.querySelector("[data-focus]")?.focus();
