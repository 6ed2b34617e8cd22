// Small things on top of pages that work without them: GOV.UK's components, the menu, sending once, what an option opens, filters.

const here = document.querySelector("script[data-govuk]");
const { initAll } = await import(here.dataset.govuk);
initAll();

function menu() {
  const button = document.querySelector("[data-menu]");
  if (!button) return;
  const rest = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  rest.dataset.closed = "";
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    rest.toggleAttribute("data-closed", open);
  });
}

// A form is sent once: a second press while it is on its way does nothing, and says so to a screen reader.
function sendOnce() {
  const said = document.createElement("div");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  document.body.append(said);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
    if (form.dataset.sending) {
      event.preventDefault();
      said.textContent = "Already sending. Please wait.";
      return;
    }
    form.dataset.sending = "yes";
    form.setAttribute("aria-busy", "true");
    said.textContent = "Sending.";
  });
  // Back to this page from the browser's own memory: it can be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sending]")) {
      delete form.dataset.sending;
      form.removeAttribute("aria-busy");
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sending]");
    if (!form) return;
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
  });
}

// What belongs to an option is seen only while it is chosen. Ours rather than GOV.UK's, which puts aria-expanded on radios,
// where ARIA does not allow it.
function reveal(root) {
  for (const input of root.querySelectorAll("[data-reveals]")) {
    const more = document.getElementById(input.dataset.reveals);
    const kind = input.type === "radio" ? "radios" : "checkboxes";
    more.classList.toggle(`govuk-${kind}__conditional--hidden`, !input.checked);
  }
}

function reveals() {
  reveal(document);
  document.addEventListener("change", (event) => {
    const group = event.target.closest(".govuk-radios, .govuk-checkboxes");
    if (group) reveal(group);
  });
  window.addEventListener("pageshow", () => reveal(document));
}

// <form data-filters>: choosing sends it, and its button, needed only without JavaScript, goes.
function filters() {
  for (const form of document.querySelectorAll("form[data-filters]")) {
    form.querySelector("[data-filters-button]")?.setAttribute("hidden", "");
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
    });
  }
}

// New content from htmx gets its behaviours, and focus stays where it was.
document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  initAll({ scope: event.target });
  reveal(event.target);
});

menu();
reveals();
sendOnce();
filters();
document.documentElement.dataset.ready = "yes";
