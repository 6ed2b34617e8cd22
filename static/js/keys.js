// Keys, on pages that name them: they move, open or pick, and never send. Dead where somebody writes; `?` lists them and turns
// them off, which this browser remembers. What a key does stands in the page: <a data-key="h">, <input data-key="/">.

const KEPT = "right-help-keys";
const WAIT = 1500;
const dialog = document.querySelector("[data-keys]");
const bar = document.querySelector("[data-key-bar]");
const off = document.querySelector("[data-keys-off]");
let before = "";
let forget = 0;

function kept() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

let on = kept();

function turn(to) {
  on = to;
  try {
    localStorage.setItem(KEPT, to ? "on" : "off");
  } catch {
    // A browser that keeps nothing: it is so for this page
  }
  show();
}

// Decisions are numbered in their order; the number is part of what the page shows only while keys are on.
function number() {
  document.querySelectorAll('.pane--decide input[name="response"]').forEach((radio, n) => {
    if (n > 8) return;
    const label = document.querySelector(`label[for="${radio.id}"]`);
    label.querySelector("kbd")?.remove();
    radio.removeAttribute("aria-keyshortcuts");
    delete radio.dataset.key;
    if (!on) return;
    const hint = document.createElement("kbd");
    hint.textContent = String(n + 1);
    hint.setAttribute("aria-hidden", "true");
    label.append(" ", hint);
    radio.dataset.key = String(n + 1);
    radio.setAttribute("aria-keyshortcuts", String(n + 1));
  });
}

function show() {
  bar.hidden = !on;
  off.hidden = on;
  document.documentElement.toggleAttribute("data-keys-are-on", on);
  number();
}

function writes(target) {
  if (target.isContentEditable || target.matches?.("textarea, select")) return true;
  return target.matches?.("input") && !["radio", "checkbox", "button", "submit"].includes(target.type);
}

function does(thing) {
  if (thing.matches("a[href]")) thing.click();
  else if (thing.matches("[type=radio]")) {
    thing.click();
    thing.focus();
  } else thing.focus(); // a button is only gone to: pressing it is another step
}

function visible(key) {
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  return found.find((thing) => thing.checkVisibility?.() ?? thing.offsetParent !== null);
}

document.addEventListener("keydown", (event) => {
  if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (writes(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  clearTimeout(forget);
  const key = before ? `${before} ${event.key}` : event.key;
  before = "";
  if (key === "?") {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  if (event.key === "g" && key === "g") {
    before = "g";
    forget = setTimeout(() => (before = ""), WAIT);
    return;
  }
  const asked = new CustomEvent("righthelp:key", { cancelable: true, detail: { key, target: event.target } });
  if (!document.dispatchEvent(asked)) {
    event.preventDefault();
    return;
  }
  const thing = visible(key);
  if (!thing) return;
  event.preventDefault();
  does(thing);
});

if (dialog) {
  document.querySelector("[data-keys-list]").addEventListener("click", () => dialog.showModal());
  document.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close());
  document.querySelector("[data-keys-on]").addEventListener("click", () => turn(true));
  document.querySelector("[data-keys-turn-off]").addEventListener("click", () => {
    turn(false);
    dialog.close();
    document.querySelector("[data-keys-on]").focus();
  });
  show();
}
