// The inbox: one row is chosen, by mouse or keys; where there is room it is shown beside the list. Times come each minute by
// htmx; when they do not, the page says when they last did.

const WIDE = matchMedia("(min-width: 1280px)");
const DWELL = 450; // a preview opens the record, which is recorded: not while somebody only passes by
const inbox = document.querySelector("[data-inbox]");
const pane = document.querySelector("[data-preview]");
const preview = document.getElementById("preview");
let chosen = null;
let waiting = 0;

function rows() {
  return [...inbox.querySelectorAll("[data-row]")].filter((row) => !row.closest("details:not([open])"));
}

function link(row) {
  return row.querySelector(".inbox-row__who a");
}

function choose(row, dwell) {
  if (!row) return;
  chosen?.classList.remove("inbox-row--selected");
  link(chosen ?? row).removeAttribute("aria-current");
  chosen = row;
  row.classList.add("inbox-row--selected");
  link(row).setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
  clearTimeout(waiting);
  if (WIDE.matches) waiting = setTimeout(() => load(row), dwell);
}

function load(row) {
  preview.setAttribute("aria-busy", "true");
  window.htmx
    .ajax("GET", row.dataset.summary, { target: "#preview", swap: "innerHTML" })
    .finally(() => preview.removeAttribute("aria-busy"));
}

function step(by) {
  const listed = rows();
  const at = listed.indexOf(chosen);
  const row = listed[at < 0 ? 0 : Math.min(Math.max(at + by, 0), listed.length - 1)];
  choose(row, DWELL);
  if (row) link(row).focus({ preventScroll: true });
}

function goes(name) {
  if (!chosen) return false;
  location.assign(chosen.dataset[name]);
  return true;
}

const KEYS = {
  j: () => (step(1), true),
  k: () => (step(-1), true),
  Enter: (target) => {
    if (!chosen || target.closest("a, button, summary")) return false;
    link(chosen).click();
    return true;
  },
  t: () => goes("take"),
  h: () => goes("handOver"),
  c: () => goes("ask"),
};

if (inbox) {
  const room = () => {
    pane.hidden = !WIDE.matches;
  };
  room();
  WIDE.addEventListener("change", room);

  document.addEventListener("righthelp:key", (event) => {
    if (KEYS[event.detail.key]?.(event.detail.target)) event.preventDefault();
  });

  // Beside the name, a click chooses where there is room; on the name, or with a key held, it opens as links do.
  inbox.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !WIDE.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const name = event.target.closest(".inbox-row__who a");
    if (!name || onItsWords(name, event)) return;
    event.preventDefault();
    choose(row, 0);
  });

  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
}

// The link covers its row; its words are where it is pressed to open. A key presses it without a place.
function onItsWords(name, event) {
  if (event.detail === 0) return true;
  const range = document.createRange();
  range.selectNodeContents(name);
  const { left, right, top, bottom } = range.getBoundingClientRect();
  return event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
}

function failed(event) {
  if (event.detail.target === preview && chosen) {
    preview.textContent = "This cannot be shown here. Press Enter, or the name in the list, to open it.";
    return;
  }
  const at = document.getElementById("as-of");
  at.classList.add("stale");
  at.textContent = `Last refreshed ${at.dataset.asOf}. `;
  const again = document.createElement("a");
  again.href = location.href;
  again.textContent = "Refresh";
  at.append(again);
}
