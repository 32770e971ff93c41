/* The message editor: Quill for text with a little formatting, the source for all else.
   `messageEditor` is for other scripts; the default export is the element of editor.py. */
import { bodyOf, canHold, forParser, isHtml } from "./message_form.js";
import { fieldButton } from "./field_menu.js";

const FORMATS = ["bold", "italic", "underline", "link", "list", "blockquote", "header"];
const TOOLS = [
  ["bold", "", "Bold"], ["italic", "", "Italic"], ["underline", "", "Underline"], ["link", "", "Link"],
  ["list", "ordered", "Numbered list"], ["list", "bullet", "Bulleted list"], ["clean", "", "Remove formatting"],
];
const WAIT_MS = 400;

const near = (name) => new URL(name, import.meta.url).href;

function styled(name) {
  return new Promise((ok, fail) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: near(name), onload: ok, onerror: fail });
    document.head.append(sheet);
  });
}

const loadQuill = () => (window.__duestepQuill ??= Promise.all([
  styled("../quill/quill.snow.css"),
  styled("./editor.css"),
  new Promise((ok, fail) => {
    document.head.append(Object.assign(document.createElement("script"), { src: near("../quill/quill.js"), onload: ok, onerror: fail }));
  }),
]).then(() => window.Quill));

export function make(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(rest)) {
    if (name.includes("-") || name === "role" || name === "for") { if (value !== null) node.setAttribute(name, value); } else node[name] = value;
  }
  Object.assign(node.dataset, dataset);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function toolbar(label) {
  const tools = TOOLS.map(([name, value, words]) => make("button", { type: "button", className: `ql-${name}`, title: words, "aria-label": words, ...(value && { value }) }));
  return make("div", { className: "ds-editor-tools", role: "group", "aria-label": `Formatting of ${label}` }, ...tools);
}

/* Build an editor into `place`; resolves when it can be typed into.
   `onChange(body)` is called at each change that a person makes. */
export async function messageEditor(place, { label, value, fields, onChange }) {
  const Quill = await loadQuill();
  const tools = toolbar(label);
  const pick = fieldButton(fields, (text) => insert(text));
  const asSource = make("button", { type: "button", className: "ds-tool-text", textContent: "Source", title: "Write plain text or HTML as it is sent", "aria-pressed": "false" });
  const text = make("div", { className: "ds-editor-text" });
  const source = make("textarea", { className: "ds-editor-source", spellcheck: true, hidden: true, "aria-label": `${label}, source` });
  const note = make("p", { className: "ds-editor-note", hidden: true, textContent: "This HTML has parts that the editor cannot show. It is edited as source, and nothing of it is lost." });
  const bar = make("div", { className: "ds-editor-bar" }, tools, pick.button, asSource);
  const box = make("div", { className: "ds-editor" }, bar, text, source);
  place.replaceChildren(box, note, pick.menu);
  const quill = new Quill(text, { theme: "snow", formats: FORMATS, modules: { toolbar: tools, history: { userOnly: true } } });
  delete quill.keyboard.bindings.Tab; // Tab leaves the editor, as it leaves every other field.
  const words = { role: "textbox", "aria-multiline": "true", "aria-label": label };
  for (const [name, said] of Object.entries(words)) quill.root.setAttribute(name, said);
  text.querySelector(".ql-tooltip input")?.setAttribute("aria-label", "Address of the link");
  let last = null;

  const inSource = () => !source.hidden;
  const body = () => (inSource() ? source.value : bodyOf(quill));
  const told = () => onChange(body());

  function show(mode) {
    source.hidden = mode !== "source";
    text.hidden = !source.hidden;
    tools.inert = !source.hidden;
    asSource.setAttribute("aria-pressed", String(!source.hidden));
  }

  function set(given) {
    const html = isHtml(given);
    const held = !html || canHold(given);
    note.hidden = held;
    asSource.disabled = !held;
    if (held && html) quill.setContents(quill.clipboard.convert({ html: forParser(given) }), "silent");
    else quill.setText(held ? given : "", "silent");
    quill.history.clear();
    source.value = given;
    show(held ? "text" : "source");
  }

  function insert(piece) {
    if (inSource()) {
      source.focus();
      source.setRangeText(piece, source.selectionStart, source.selectionEnd, "end");
      told();
      return;
    }
    const at = last ?? { index: Math.max(0, quill.getLength() - 1), length: 0 };
    quill.deleteText(at.index, at.length, "user");
    quill.insertText(at.index, piece, quill.getFormat(at.index), "user");
    quill.focus();
    quill.setSelection(at.index + piece.length, 0, "user");
  }

  /* Replace a piece of what is shown, wherever it stands first. */
  function replace(find, by) {
    if (inSource()) {
      const found = find.exec(source.value);
      if (!found) return;
      source.setRangeText(by(found), found.index, found.index + found[0].length, "end");
      told();
      return;
    }
    const found = find.exec(quill.getText());
    if (!found) return;
    const formats = quill.getFormat(found.index, 1);
    quill.deleteText(found.index, found[0].length, "user");
    quill.insertText(found.index, by(found), formats, "user");
  }

  /* Where a piece stands: its line and column, from 1, as a person sees them. */
  function placeOf(piece) {
    const shown = inSource() ? source.value : quill.getText();
    const at = shown.indexOf(piece);
    if (at < 0) return null;
    const before = shown.slice(0, at).split("\n");
    return { line: before.length, column: before.at(-1).length + 1 };
  }

  function point(piece) {
    if (inSource()) {
      const at = source.value.indexOf(piece);
      source.focus();
      if (at >= 0 && piece) source.setSelectionRange(at, at + piece.length);
      return;
    }
    const at = piece ? quill.getText().indexOf(piece) : -1;
    quill.focus();
    if (at >= 0) quill.setSelection(at, piece.length, "user");
  }

  quill.on("selection-change", (range) => { last = range ?? last; });
  quill.on("text-change", (_, __, by) => { if (by === "user") told(); });
  source.addEventListener("input", told);
  asSource.addEventListener("click", () => {
    if (inSource()) set(source.value);
    else { source.value = bodyOf(quill); show("source"); }
    if (inSource()) source.focus(); else quill.focus();
  });
  set(value);
  return { body, set, insert, replace, placeOf, point, fields: pick.fields, root: box };
}

/* The element of editor.py: its state is the body, sent after a pause and whenever it is left. */
export default async function editorElement({ data, parentElement, setStateValue }) {
  const slot = (parentElement.__editor ??= { version: data.version });
  slot.send = setStateValue;
  if (slot.editor) {
    const editor = await slot.editor;
    editor.fields(data.fields);
    if (slot.version !== data.version) {
      slot.version = data.version;
      slot.waiting = null;
      editor.set(data.value);
    }
    return undefined;
  }
  const place = make("div", { className: "ds-editor-place" });
  const label = make("div", { className: "ds-editor-label", textContent: data.label, "aria-hidden": "true" });
  parentElement.append(label, place);
  let timer = 0;
  const flush = () => {
    clearTimeout(timer);
    if (slot.waiting === null || slot.waiting === undefined) return;
    slot.send("said", { version: slot.version, body: slot.waiting });
    slot.waiting = null;
  };
  const onChange = (body) => {
    slot.waiting = body;
    clearTimeout(timer);
    timer = setTimeout(flush, WAIT_MS);
  };
  slot.editor = messageEditor(place, { label: data.label, value: data.value, fields: data.fields, onChange });
  parentElement.addEventListener("focusout", flush);
  const hurried = (event) => { if (event.ctrlKey || event.metaKey) flush(); };
  document.addEventListener("keydown", hurried, true);
  document.addEventListener("visibilitychange", flush);
  window.addEventListener("pagehide", flush);
  await slot.editor;
  return () => {
    flush();
    document.removeEventListener("keydown", hurried, true);
    document.removeEventListener("visibilitychange", flush);
    window.removeEventListener("pagehide", flush);
  };
}
