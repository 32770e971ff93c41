/* One text of a step in the panel: a line, a text or a message, with its fields and its faults. */
import { make, messageEditor } from "../ui/editor.js";
import { fieldButton } from "../ui/field_menu.js";

/* A line or a text of several lines. */
function plain(label, value, rows, fields, onChange) {
  const tag = rows ? "textarea" : "input";
  const input = make(tag, { className: "bd-input", value, "aria-label": label, ...(rows ? { rows } : { maxLength: 500 }), dir: "auto" });
  const insert = (text) => {
    input.focus();
    input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
    onChange(input.value);
  };
  const pick = fieldButton(fields, insert);
  input.oninput = () => onChange(input.value);
  return {
    root: make("div", {}, input, pick.menu), button: pick.button, fields: pick.fields,
    replace: (find, by) => {
      const found = find.exec(input.value);
      if (!found) return;
      input.setRangeText(by(found), found.index, found.index + found[0].length, "end");
      onChange(input.value);
    },
    placeOf: () => null,
    point: (piece) => {
      const at = piece ? input.value.indexOf(piece) : -1;
      input.focus();
      if (at >= 0) input.setSelectionRange(at, at + piece.length);
    },
  };
}

/* A message: the editor comes a moment later, and what is asked of it before waits. */
function message(label, value, fields, onChange) {
  const root = make("div", { className: "bd-message" });
  const ready = messageEditor(root, { label, value, fields, onChange });
  let editor = null;
  ready.then((made) => { editor = made; });
  const soon = (act) => ready.then(act);
  return {
    root, button: null, ready,
    fields: (others) => soon((made) => made.fields(others)),
    replace: (find, by) => soon((made) => made.replace(find, by)),
    placeOf: (piece) => editor?.placeOf(piece) ?? null,
    point: (piece) => soon((made) => made.point(piece)),
  };
}

export function textField(app, { field, label, hint, rows, value, isMessage, onChange }) {
  const fields = app.data.fields ?? [];
  const made = isMessage ? message(label, value, fields, onChange) : plain(label, value, rows, fields, onChange);
  const notes = make("ul", { className: "bd-notes", "aria-live": "polite" });
  const head = make("div", { className: "bd-label" }, make("span", { textContent: label, "aria-hidden": "true" }), made.button);
  const below = hint ? make("p", { className: "bd-hint", textContent: hint }) : null;
  const root = make("div", { className: "bd-field" }, head, made.root, notes, below);
  return {
    root, field, ready: made.ready, point: made.point, replace: made.replace,
    note: (index) => {
      made.fields(app.data.fields ?? []);
      notes.replaceChildren(...app.problems(index, field).map((problem) => fault(app, made, problem)));
    },
  };
}

function fault(app, made, problem) {
  const { message: words, wrong, suggestion } = problem;
  const at = (wrong && made.placeOf(wrong)) || problem;
  const where = at.line ? `Line ${at.line}, column ${at.column}: ` : "";
  const line = make("li", { className: "bd-fault" }, make("span", { textContent: where + words }));
  if (suggestion) {
    const fix = make("button", { type: "button", className: "bd-link", textContent: `Use ${suggestion}` });
    fix.onclick = () => {
      const escaped = wrong.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      made.replace(new RegExp(`(?<![\\w.])${escaped}(?![\\w.])`), () => suggestion);
      app.flush();
    };
    line.append(fix);
  }
  return line;
}

/* Give a field without a value something to fall back on, in the first place that lacks it. */
export function addFallback(text, name, words) {
  const escaped = name.replaceAll(".", "\\.");
  text.replace(new RegExp(`\\{\\{-?\\s*${escaped}\\s*-?\\}\\}`), () => `{{ ${name} | default: "${words}" }}`);
}
