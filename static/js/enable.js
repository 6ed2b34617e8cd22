// Runs before the page is drawn, so that what only works with JavaScript never flashes without it.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
