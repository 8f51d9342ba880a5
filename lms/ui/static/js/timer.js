// Counts down the time of an attempt. It begins with the seconds that the server had left and is told them again with
// every answer that is saved; the clock of the device is never asked. Says so at five minutes, at one, and at the end.

const SECOND = 1000;
const MARKS = [
  { seconds: 300, name: "five" },
  { seconds: 60, name: "one" },
];

for (const box of document.querySelectorAll("[data-timer]")) {
  const shown = box.querySelector("[data-left]");
  const said = box.querySelector("[data-said]");
  const told = new Set();
  let end = performance.now() + Number(box.dataset.seconds) * SECOND;
  const left = () => Math.max(0, Math.ceil((end - performance.now()) / SECOND));

  function tell(seconds) {
    for (const step of MARKS) {
      const mark = step.seconds;
      const name = step.name;
      if (seconds > mark) told.delete(name);
      else if (seconds > mark - 60 && !told.has(name)) {
        told.add(name);
        said.textContent = box.dataset[name];
      }
    }
  }

  function tick() {
    const seconds = left();
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    shown.textContent = shown.dataset.left.replace("*", text);
    box.dataset.isOver = String(!seconds);
    if (seconds) return tell(seconds);
    if (said.textContent === box.dataset.over) return;
    said.textContent = shown.textContent = box.dataset.over;
    box.dispatchEvent(new Event("over"));
  }

  // More time was given meanwhile, or the line was slow.
  box.addEventListener("left", (event) => {
    end = performance.now() + event.detail * SECOND;
    if (event.detail) said.textContent = "";
    tick();
  });
  tick();
  setInterval(tick, SECOND);
}
