// Figures that others change are asked for again now and then, quietly; nothing else of the page moves.
// Without a script the link "Refresh" beside them does the same. After a quarter of an hour it stops, because a page
// that was left open must not keep its reader signed in.

const PAUSE = 15000;
const MOST = 60;
const mark = "[data-live]";

async function look(looks) {
  const shown = document.querySelector(mark);
  if (!shown) return;
  if (!document.hidden && !shown.contains(document.activeElement)) {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(mark);
      if (!answer.ok || answer.redirected || !fresh) return;
      shown.replaceWith(document.importNode(fresh, true));
    } catch {
      // No line: the next look may find it again.
    }
  }
  if (looks < MOST) setTimeout(look, PAUSE, looks + 1);
}

if (document.querySelector(mark)) setTimeout(look, PAUSE, 1);
