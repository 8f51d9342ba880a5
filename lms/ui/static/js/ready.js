// What is being made is looked for again every few seconds, in the background; the page changes once it is there.
// Without a script the link beside it does the same.

const PAUSE = 2000;
const MOST = 60;
const mark = "[data-being-made]";

async function look(tries) {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && !page.querySelector(mark)) {
      location.reload();
      return;
    }
  } catch {
    // No line: the next look may find it again.
  }
  if (tries < MOST) setTimeout(look, PAUSE, tries + 1);
}

if (document.querySelector(mark)) setTimeout(look, PAUSE, 1);
