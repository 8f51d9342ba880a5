// What stands in the fields of a question, and back again: the value of an answer is a list of texts.

const inputs = (field) => [...field.querySelectorAll("[data-answer]")];
const isTick = (input) => input.type === "checkbox" || input.type === "radio";
export const isTyped = (input) => input.type === "text" || input.tagName === "TEXTAREA";
const prefixOf = (input) => input.dataset.prefix || "";
// What an input says: itself if it is ticked or chosen, what was typed after the place it stands in, or nothing.
const said = (input) => {
  if (isTick(input)) return input.checked ? input.value : "";
  const text = input.value.trim();
  return text && prefixOf(input) + text;
};
export const valueOf = (field) => inputs(field).map(said).filter(Boolean);
export const same = (one, other) => !!one && !!other && [...one].sort().join("\n") === [...other].sort().join("\n");

export function choose(field, value) {
  for (const input of inputs(field)) {
    if (isTick(input)) input.checked = value.includes(input.value);
    else if (isTyped(input)) {
      const mine = value.find((text) => text.startsWith(prefixOf(input))) ?? prefixOf(input);
      input.value = mine.slice(prefixOf(input).length);
    } else if (input.tagName === "SELECT") {
      input.value = [...input.options].map((option) => option.value).find((one) => one && value.includes(one)) ?? "";
    }
  }
}

// The words of an answer, as a person chose or typed them; `nothing` where it is empty.
export function labels(field, value, nothing) {
  const texts = value.map((one) => {
    const tick = inputs(field).find((input) => isTick(input) && input.value === one);
    if (tick) return tick.closest("label").textContent.trim();
    const option = [...field.querySelectorAll("select[data-answer] option")].find((item) => item.value === one);
    if (option) return option.textContent.trim();
    const place = inputs(field).find((input) => isTyped(input) && one.startsWith(prefixOf(input)));
    return place ? one.slice(prefixOf(place).length) : one;
  });
  return texts.map((text) => `«${text.slice(0, 200)}»`).join(", ") || nothing;
}
