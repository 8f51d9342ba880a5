// Steps to be put in order can also be moved by buttons; without this script every step has a list with its place.

for (const list of document.querySelectorAll("[data-order]")) {
  const rows = () => [...list.children];
  const place = (row) => row.querySelector("select");
  const status = list.parentElement.insertBefore(document.createElement("p"), list.nextSibling);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");

  function number() {
    rows().forEach((row, index) => (place(row).selectedIndex = index + 1));
    place(rows()[0]).dispatchEvent(new Event("change", { bubbles: true }));
  }

  function move(row, by, button) {
    const others = rows();
    const other = others[others.indexOf(row) + by];
    if (!other) return;
    if (by < 0) list.insertBefore(row, other);
    else list.insertBefore(other, row);
    number();
    button.focus();
    status.textContent = list.dataset.moved.replace("*", rows().indexOf(row) + 1);
  }

  // As it was answered before: by place, what has none at the end.
  function arrange() {
    const at = (row) => place(row).selectedIndex || rows().length + 1;
    rows()
      .map((row, index) => [at(row), index, row])
      .sort((one, other) => one[0] - other[0] || one[1] - other[1])
      .forEach((found) => list.append(found[2]));
  }

  function button(row, by, sign, words) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--quiet";
    made.textContent = sign;
    made.setAttribute("aria-label", words.replace("*", row.querySelector("label").textContent.trim()));
    made.addEventListener("click", () => move(row, by, made));
    return made;
  }

  for (const row of rows()) {
    place(row).after(button(row, -1, "↑", list.dataset.up), " ", button(row, 1, "↓", list.dataset.down));
  }
  arrange();
}
