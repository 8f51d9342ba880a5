// Shows how written text will look, as the server renders it (and cleans it) for readers.

const PAUSE = 600; // ms after the last key

for (const field of document.querySelectorAll("[data-preview]")) {
  const target = document.getElementById(field.dataset.previewTarget);
  let timer = null;
  let asked = 0;
  const draw = async () => {
    const turn = ++asked;
    if (!field.value.trim()) {
      target.hidden = true;
      return;
    }
    try {
      const response = await fetch(field.dataset.preview, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": field.form.elements.csrf_token.value },
        body: JSON.stringify({ text: field.value, language: field.dataset.language || field.lang || null }),
      });
      const html = await response.text();
      if (turn !== asked) return;
      if (response.ok) target.innerHTML = html;
      else target.textContent = field.dataset.failed;
    } catch {
      if (turn === asked) target.textContent = field.dataset.failed;
    }
    target.hidden = false;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  });
  draw();
}
