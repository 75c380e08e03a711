"use strict";
// Small helps. Every page works without them. Only text is written into the page, never HTML:
// the Content-Security-Policy demands Trusted Types.
(() => {
  const page = document.documentElement;
  page.classList.add("js"); // shows the buttons that need this script

  // A request of a fragment failed: say so in the box that is there from the start (so that
  // screen readers know it). What was typed stays in the page.
  const tell = (text) => {
    const box = document.getElementById("net-error");
    if (!box) return;
    box.textContent = text;
    box.hidden = !text;
    if (text) box.focus();
  };
  document.addEventListener("htmx:before:request", () => tell(""));
  document.addEventListener("htmx:response:error", (event) => {
    const { status } = event.detail.ctx.response;
    if (status >= 500 || [403, 413, 429].includes(status)) tell(page.dataset.server);
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx) tell(page.dataset.offline);
  });

  // A second click on a plain form within two seconds is a double click, not a second answer.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-hx-post]")) return;
    const now = Date.now();
    if (now - (sent.get(form) ?? 0) < 2000) event.preventDefault();
    else sent.set(form, now);
  });

  // "I do not know" and the other answers exclude each other; the server checks it too.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked) return;
    const alone = "exclusive" in box.dataset;
    const others = box.closest("fieldset")?.querySelectorAll("input[type=checkbox]") ?? [];
    for (const other of others) {
      if (other !== box && (alone || "exclusive" in other.dataset)) other.checked = false;
    }
  });

  // Without a clipboard (or leave to use it) the text is selected, ready for the player to copy.
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const said = document.getElementById(button.getAttribute("aria-describedby"));
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      said.textContent = page.dataset.copied;
    } catch {
      source.select ? source.select() : getSelection().selectAllChildren(source);
      said.textContent = page.dataset.selected;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    const exit = event.target.closest("[data-exit]");
    if (exit) {
      // At once, and the Back button does not come back to this page.
      event.preventDefault();
      document.body.hidden = true;
      location.replace(exit.href);
    }
  });
})();
