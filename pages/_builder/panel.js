/* The chosen step, edited in place: when it comes, what it says. */
import { make } from "../ui/editor.js";
import { textField } from "./texts.js";
import { EMAILS, TYPES, UNITS, nameOf } from "./words.js";

const TEXTS = {
  EMAIL: [
    { field: "subject", label: "Subject", followUp: "Leave it empty to answer in the thread of the e-mail before." },
    { field: "body", label: "Message", isMessage: true },
  ],
  CALL: [
    { field: "subject", label: "Title" },
    { field: "instructions", label: "Script", rows: 9 },
  ],
  TASK: [
    { field: "subject", label: "Title" },
    { field: "instructions", label: "What to do", rows: 7 },
  ],
};

export function stepPanel(app) {
  const root = make("section", { className: "bd-panel", "aria-label": "Chosen step" });
  let texts = [];
  let delay = null;
  let title = null;
  let wait = null;

  function delayField(step) {
    const data = step.data;
    const value = make("input", { id: "bd-delay", className: "bd-input bd-number", type: "number", min: 0, step: 1, inputMode: "numeric", value: data.delay?.value ?? "" });
    const unit = make("select", { className: "bd-input", "aria-label": "Unit of the delay" }, ...UNITS.map(([word, name]) => make("option", { value: word, textContent: name })));
    unit.value = data.delay?.unit ?? "MINUTES";
    wait = make("span", { className: "bd-quiet" });
    const change = () => {
      const typed = value.value.trim();
      data.delay = { value: /^\d{1,9}$/.test(typed) ? Number(typed) : null, unit: unit.value };
      app.changed();
      app.list.draw();
    };
    value.oninput = change;
    unit.onchange = change;
    delay = make("ul", { className: "bd-notes", "aria-live": "polite" });
    return make("div", { className: "bd-field" },
      make("div", { className: "bd-label" }, make("label", { htmlFor: "bd-delay", textContent: "Wait" })),
      make("div", { className: "bd-row" }, value, unit, wait), delay);
  }

  function kindField(step) {
    const pair = EMAILS.has(step.data.type) ? TYPES.slice(0, 2) : TYPES.slice(2);
    const kind = make("select", { id: "bd-kind", className: "bd-input" }, ...pair.map(({ type, name }) => make("option", { value: type, textContent: name })));
    kind.value = step.data.type;
    kind.onchange = () => {
      step.data.type = kind.value;
      app.list.forget(step.uid);
      app.changed(0);
      draw();
      app.list.draw();
      root.querySelector("#bd-kind").focus();
    };
    return make("div", { className: "bd-field" }, make("div", { className: "bd-label" }, make("label", { htmlFor: "bd-kind", textContent: "Kind" })), kind);
  }

  function actions() {
    const act = (words, does) => make("button", { type: "button", className: "bd-tool", textContent: words, onclick: does });
    return make("div", { className: "bd-tools" }, act("Duplicate", () => app.duplicate()), act("Delete", () => app.remove()));
  }

  function draw() {
    const step = app.step();
    texts = [];
    root.hidden = !step;
    if (!step) { root.replaceChildren(); return; }
    const parts = TEXTS[EMAILS.has(step.data.type) ? "EMAIL" : step.data.type] ?? TEXTS.TASK;
    const first = app.steps.findIndex((one) => EMAILS.has(one.data.type)) === app.index();
    texts = parts.map((part) => textField(app, {
      ...part,
      hint: first ? "" : part.followUp,
      value: step.data[part.field] ?? "",
      onChange: (text) => {
        step.data[part.field] = text.toWellFormed().replaceAll("\0", "");
        app.changed();
        app.list.draw();
      },
    }));
    title = make("h2", { className: "bd-title" });
    root.replaceChildren(make("div", { className: "bd-panel-head" }, title, actions()),
      make("div", { className: "bd-pair" }, kindField(step), delayField(step)), ...texts.map((text) => text.root));
    retitle();
    note();
  }

  function retitle() {
    const step = app.step();
    if (!step) return;
    const index = app.index();
    title.textContent = `Step ${index + 1}: ${nameOf(step.data.type).toLowerCase()}`;
    wait.textContent = index === 0 ? "after the enrollment" : `after step ${index} is done`;
  }

  function note() {
    const index = app.index();
    if (index < 0) return;
    for (const text of texts) text.note(index);
    const late = app.problems(index).filter((one) => one.field.startsWith("delay"));
    delay.replaceChildren(...late.map((one) => make("li", { className: "bd-fault", textContent: one.message })));
  }

  /* Go to a field of the chosen step, at a piece of its text where one is named. */
  function point(field, piece = "") {
    if (field.startsWith("delay")) { root.querySelector("#bd-delay")?.focus(); return; }
    (texts.find((text) => text.field === field) ?? texts[0])?.point(piece);
  }

  return { root, draw, retitle, note, point, focus: () => texts[0]?.point(""), texts: () => texts };
}
