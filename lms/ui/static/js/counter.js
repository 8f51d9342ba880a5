// How many characters are left, said at most once a second.

for (const line of document.querySelectorAll("[data-counter-for]")) {
  const field = document.getElementById(line.dataset.counterFor);
  const limit = Number(line.dataset.limit);
  let timer = null;
  const tell = () => {
    timer = null;
    const left = limit - [...field.value].length;
    const text = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = text.replace("*", Math.abs(left));
    line.classList.toggle("counter--over", left < 0);
  };
  field.addEventListener("input", () => {
    timer ??= setTimeout(tell, 1000);
  });
  if (field.value) tell();
  line.setAttribute("role", "status");
}
