// One search box above a long list of radios. It forgives missing Kyrgyz letters: Озгон finds Өзгөн.

const FOLDED = { ң: "н", ө: "о", ү: "у", ё: "е" };
const fold = (text) => text.toLowerCase().replace(/[ңөүё]/g, (letter) => FOLDED[letter]);

for (const picker of document.querySelectorAll("[data-picker]")) {
  const rows = [...picker.querySelectorAll(".choice")].map((row) => ({ row, text: fold(row.textContent) }));
  if (rows.length < 8) continue;
  const groups = [...picker.querySelectorAll("[data-picker-group]")];
  const box = document.createElement("div");
  box.className = "picker-search";
  const label = document.createElement("label");
  const input = document.createElement("input");
  const found = document.createElement("p");
  input.type = "search";
  input.className = "input";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.id = `search-${rows[0].row.querySelector("input").name}`;
  label.htmlFor = input.id;
  label.textContent = picker.dataset.searchLabel;
  found.className = "meta";
  found.setAttribute("role", "status");
  box.append(label, input, found);
  groups[0].before(box);

  const narrow = () => {
    const parts = fold(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const item of rows) {
      const fits = item.row.querySelector("input").checked || parts.every((part) => item.text.includes(part));
      item.row.hidden = !fits;
      count += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector(".choice:not([hidden])");
    if (!parts.length) found.textContent = "";
    else found.textContent = count ? picker.dataset.count.replace("*", count) : picker.dataset.none;
  };
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(narrow, 150);
  });
  // Enter in the search box is not "send the form".
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      narrow();
    }
  });
}
