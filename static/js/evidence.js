"use strict";
// Adding several files with their progress, and marking a part of a page. Both pages work without.
(() => {
  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ""));

  // One file in a request of its own; `fetch` cannot tell the progress of an upload.
  const send = (form, file, progress) =>
    new Promise((resolve) => {
      const data = new FormData();
      for (const name of ["csrf_token", "proves"]) data.append(name, form.elements[name].value);
      data.append("file", file);
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.responseType = "json";
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
      request.addEventListener("loadend", () =>
        resolve({ status: request.status, answer: request.response ?? {} }),
      );
      request.send(data);
    });

  const refuse = (form, file, said) => {
    const line = document.createElement("li");
    line.textContent = said || fill(form.dataset.refused, { file: file.name });
    form.querySelector(".progress-errors").append(line);
  };

  const add = async (form, files) => {
    const box = form.querySelector(".progress");
    const [text, bar] = [box.querySelector(".progress-text"), box.querySelector("progress")];
    form.querySelector(".progress-errors").replaceChildren();
    box.hidden = false;
    let next = "";
    let failed = false;
    for (const [place, file] of files.entries()) {
      text.textContent = fill(form.dataset.busy, { number: place + 1, all: files.length });
      if (file.size > Number(form.dataset.most)) {
        refuse(form, file, fill(form.dataset.tooLarge, { file: file.name }));
        failed = true;
        continue;
      }
      const sent = await send(form, file, (part) => {
        bar.value = (100 * (place + part)) / files.length;
      });
      if (sent.status === 200 && sent.answer.next) {
        next = sent.answer.next;
      } else {
        refuse(form, file, sent.answer.said ? `${file.name}: ${sent.answer.said}` : "");
        failed = true;
      }
    }
    box.hidden = true;
    form.reset();
    if (!failed) location.assign(files.length === 1 ? next : form.dataset.next);
    form.querySelector(".progress-done").hidden = !(failed && next);
  };

  for (const form of document.querySelectorAll("form[data-upload]")) {
    const input = form.querySelector("input[type=file]");
    input.multiple = true;
    let busy = false;
    form.addEventListener("submit", async (event) => {
      if (!input.files.length) return; // the page says what is missing
      event.preventDefault();
      if (busy) return;
      busy = true;
      await add(form, [...input.files]);
      busy = false;
    });
  }

  // Draw over the page: the numbers in the form follow, in per cent.
  const stage = document.querySelector("[data-stage]");
  if (!stage) return;
  const [picture, marked] = [stage.querySelector("img"), stage.querySelector(".marked")];
  const field = (name) => document.getElementById(name);
  let from = null;
  const at = (event) => {
    const box = picture.getBoundingClientRect();
    const within = (value) => Math.min(100, Math.max(0, value));
    return [
      within((100 * (event.clientX - box.left)) / box.width),
      within((100 * (event.clientY - box.top)) / box.height),
    ];
  };
  const mark = (to) => {
    const [left, right] = [from[0], to[0]].sort((one, other) => one - other);
    const [top, bottom] = [from[1], to[1]].sort((one, other) => one - other);
    Object.entries({ left, right, top, bottom }).forEach(([name, value]) => {
      field(name).value = value.toFixed(1);
    });
    Object.assign(marked.style, {
      left: `${left}%`,
      top: `${top}%`,
      width: `${right - left}%`,
      height: `${bottom - top}%`,
    });
    marked.hidden = false;
  };
  stage.addEventListener("pointerdown", (event) => {
    from = at(event);
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => from && mark(at(event)));
  stage.addEventListener("pointerup", () => {
    from = null;
  });
})();
