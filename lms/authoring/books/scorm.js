// Says to the platform around this page, whichever edition of SCORM it speaks, how far the lesson is read and which of
// its knowledge checks were answered rightly. Without a platform the checks work all the same, and nothing is kept.
(function () {
  function find(name) {
    for (var win = window, hops = 0; win && hops < 10; hops += 1) {
      try { if (win[name]) return win[name]; } catch (error) { return null; }
      win = win.parent !== win ? win.parent : win.opener;
    }
    return null;
  }
  var modern = find("API_1484_11"), old = modern ? null : find("API"), open = false;
  var read = false, done = false, passed = false;
  var status = modern ? "cmi.completion_status" : "cmi.core.lesson_status";
  var place = modern ? "cmi.location" : "cmi.core.lesson_location";
  if (modern || old) open = String(modern ? modern.Initialize("") : old.LMSInitialize("")) === "true";
  function set(name, value) {
    if (!open) return;
    if (modern) modern.SetValue(name, String(value)); else old.LMSSetValue(name, String(value));
  }
  function get(name) {
    return open ? String(modern ? modern.GetValue(name) : old.LMSGetValue(name)) : "";
  }
  function commit() {
    if (!open) return;
    if (modern) modern.Commit(""); else old.LMSCommit("");
  }
  function list(selector, within) { return [].slice.call((within || document).querySelectorAll(selector)); }

  // Knowledge checks: the newest answer to each one counts. Kept as "c1=ac;c2=b".
  var checks = list("fieldset[data-check]"), answers = {};
  function name(check) { return check.getAttribute("data-check"); }
  function letters(check, selector) {
    return list(selector, check).map(function (field) { return field.value; }).join("");
  }
  function isRight(check) { return answers[name(check)] === letters(check, "input[data-right]"); }
  function show(check) {
    list("input", check).forEach(function (field) {
      field.parentNode.parentNode.querySelector("span").hidden = answers[name(check)].indexOf(field.value) < 0;
    });
  }
  function tell(check) {
    var about = "cmi.interactions." + (parseInt(get("cmi.interactions._count"), 10) || 0) + ".";
    set(about + "id", name(check));
    set(about + "type", "choice");
    set(about + (modern ? "learner_response" : "student_response"), answers[name(check)].split("").join(modern ? "[,]" : ","));
    set(about + "result", isRight(check) ? "correct" : modern ? "incorrect" : "wrong");
  }
  function score() {
    var share = checks.filter(isRight).length / checks.length, core = modern ? "cmi.score." : "cmi.core.score.";
    if (modern) set(core + "scaled", Math.round(share * 100) / 100);
    set(core + "min", 0);
    set(core + "max", 100);
    set(core + "raw", Math.round(share * 100));
    set("cmi.suspend_data", Object.keys(answers).map(function (key) { return key + "=" + answers[key]; }).join(";"));
  }
  function answer(check) {
    var chosen = letters(check, "input:checked");
    if (!chosen) return;
    answers[name(check)] = chosen;
    show(check);
    tell(check);
    score();
    complete();
    commit();
  }
  // Whoever was wrong may answer again, so nobody fails a lesson. The older edition has one word for both.
  function complete() {
    if (!done && read && checks.every(function (check) { return answers[name(check)]; })) {
      done = true;
      set(status, "completed");
      commit();
    }
    if (modern && done && !passed && checks.every(isRight)) {
      passed = true;
      set("cmi.success_status", "passed");
      commit();
    }
  }

  // How long the lesson was before somebody's eyes.
  var spent = 0, since = Date.now();
  function two(number) { return (number < 10 ? "0" : "") + number; }
  function time() {
    var all = Math.round((spent + (since ? Date.now() - since : 0)) / 1000);
    var hours = Math.floor(all / 3600), minutes = Math.floor(all / 60) % 60, seconds = all % 60;
    if (modern) return "PT" + hours + "H" + minutes + "M" + seconds + "S";
    return "00" + two(Math.min(hours, 99)) + ":" + two(minutes) + ":" + two(seconds);
  }
  // Said whenever the page goes out of sight, because a telephone may end it without a word; the last one counts.
  function keep() {
    set(place, here());
    set(modern ? "cmi.session_time" : "cmi.core.session_time", time());
    commit();
  }
  function turn() {
    if (document.visibilityState === "hidden") {
      spent += since ? Date.now() - since : 0;
      since = 0;
      keep();
    } else if (!since) since = Date.now();
  }

  // Where somebody was: the number of the block that stands at the top of the window.
  function blocks() { return list("main > *"); }
  function here() {
    return blocks().filter(function (block) { return block.getBoundingClientRect().top <= 1; }).length;
  }
  function look() {
    if (window.innerHeight + window.pageYOffset < document.documentElement.scrollHeight - 40) return;
    read = true;
    complete();
  }

  // A lesson that says nothing counts as completed when it is left; one that was completed stays so.
  if (open) done = /^(completed|passed)$/.test(get(status));
  if (modern && open) passed = get("cmi.success_status") === "passed";
  if (!done) set(status, "incomplete");
  set(modern ? "cmi.exit" : "cmi.core.exit", "suspend");
  get("cmi.suspend_data").split(";").forEach(function (kept) {
    var halves = kept.split("=");
    checks.forEach(function (check) {
      if (halves.length !== 2 || name(check) !== halves[0]) return;
      answers[halves[0]] = halves[1];
      list("input", check).forEach(function (field) { field.checked = halves[1].indexOf(field.value) >= 0; });
      show(check);
    });
  });
  checks.forEach(function (check) {
    var button = check.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", function () { answer(check); });
  });
  window.addEventListener("scroll", look);
  window.addEventListener("load", function () {
    var before = parseInt(get(place), 10);
    if (before > 1 && blocks()[before - 1]) blocks()[before - 1].scrollIntoView();
    look();
  });
  document.addEventListener("visibilitychange", turn);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload(); // what was ended is begun anew
  });
  window.addEventListener("pagehide", function () {
    if (!open) return;
    keep();
    open = false;
    if (modern) modern.Terminate(""); else old.LMSFinish("");
  });
})();
