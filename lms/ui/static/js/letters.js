// Three buttons for letters that many keyboards lack, on Kyrgyz pages, for people with a mouse.

const LETTERS = ["ң", "ө", "ү"];

if (matchMedia("(pointer: fine)").matches) {
  for (const box of document.querySelectorAll("[data-letters-for]")) {
    const field = document.getElementById(box.dataset.lettersFor);
    for (const letter of LETTERS) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = letter;
      button.setAttribute("aria-label", box.dataset.label.replace("*", letter));
      button.addEventListener("click", (event) => {
        const text = event.shiftKey ? letter.toUpperCase() : letter;
        field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
      box.append(button);
    }
    box.hidden = false;
  }
}
