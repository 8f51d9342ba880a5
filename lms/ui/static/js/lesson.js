// A knowledge check is answered where it stands, without loading the page anew. Without this script it is a form.

async function check(form) {
  const place = form.dataset.check;
  const data = new FormData(form);
  let fresh = null;
  try {
    const response = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    fresh = page.getElementById(place);
  } catch {
    const line = form.querySelector("[role=alert]") || form.appendChild(document.createElement("p"));
    line.className = "save-status save-status--offline";
    line.setAttribute("role", "alert");
    line.textContent = form.dataset.stay;
    return;
  }
  if (!fresh) {
    form.submit();
    return;
  }
  document.getElementById(place).replaceWith(fresh);
  const said = fresh.querySelector(".error-message, .feedback") || fresh;
  said.tabIndex = -1;
  said.focus();
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.check || !window.fetch) return;
  event.preventDefault();
  check(event.target);
});

// Pictures further down are fetched only when they come near; paper has no "near".
const pictures = () =>
  Promise.allSettled(
    [...document.querySelectorAll("img[loading=lazy]")].map((image) => {
      image.loading = "eager";
      return image.decode();
    }),
  );
addEventListener("beforeprint", pictures);

// What a recording says is part of the sheet.
addEventListener("beforeprint", () => {
  for (const text of document.querySelectorAll(".media-block details")) text.open = true;
});

for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => pictures().then(() => print()));
}
