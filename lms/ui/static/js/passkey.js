// Lets the browser make or use a passkey and sends its answer with the form. Without this script, or where the browser
// knows no passkeys, the page offers the other ways.

const knows = window.PublicKeyCredential?.parseCreationOptionsFromJSON && navigator.credentials;

for (const box of document.querySelectorAll("[data-passkey]")) {
  if (!knows) continue;
  const form = box.closest("form");
  const button = box.querySelector("button[type=button]");
  const status = box.querySelector("[role=status]");
  const makes = box.dataset.passkey === "create";

  box.hidden = false;
  document.querySelector("[data-without-passkeys]")?.remove();

  button.addEventListener("click", async () => {
    status.textContent = "";
    button.disabled = true;
    try {
      form.elements.passkey.value = JSON.stringify((await answerOf(await question())).toJSON());
      form.requestSubmit();
    } catch {
      status.textContent = box.dataset.failed;
    } finally {
      button.disabled = false;
    }
  });

  if (makes) {
    form.addEventListener("submit", (event) => {
      if (form.elements.passkey.value) return;
      event.preventDefault(); // the Enter key in the name
      button.click();
    });
  }

  async function question() {
    const answer = await fetch(box.dataset.question, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function answerOf(options) {
    return makes
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  }
}
