/* The steps as cards on a timeline by day: chosen, added between, moved by pointer and by keys. */
import { make } from "../ui/editor.js";
import { TYPES, delayWords, gist, nameOf, sign } from "./words.js";

const EDGE = 70;

/* The menu of step types at one place of the list. */
function adder(app, label, at, css) {
  const button = make("button", { type: "button", className: css, "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label },
    make("span", { "aria-hidden": "true", textContent: "+" }), css === "bd-add" ? make("span", { textContent: "Add step" }) : null);
  const menu = make("div", { className: "bd-menu", role: "menu", "aria-label": label, popover: "auto" });
  const shut = () => { if (menu.matches(":popover-open")) menu.hidePopover(); };
  for (const { type, name, hint } of TYPES) {
    const choice = make("button", { type: "button", role: "menuitem", tabIndex: -1, className: "bd-choice" },
      sign(type), make("span", { className: "bd-choice-name", textContent: name }), make("span", { className: "bd-choice-hint", textContent: hint }));
    choice.onclick = () => { shut(); app.add(type, at()); };
    menu.append(choice);
  }
  button.onclick = () => {
    if (menu.matches(":popover-open")) { shut(); return; }
    menu.showPopover();
    const place = button.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(place.left, innerWidth - menu.offsetWidth - 8))}px`;
    const below = place.bottom + 4 + menu.offsetHeight <= innerHeight;
    menu.style.top = `${below ? place.bottom + 4 : Math.max(8, place.top - 4 - menu.offsetHeight)}px`;
    menu.firstChild.focus();
  };
  menu.ontoggle = (event) => button.setAttribute("aria-expanded", String(event.newState === "open"));
  menu.onkeydown = (event) => {
    const all = [...menu.children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    event.stopPropagation();
    if (to !== undefined) { event.preventDefault(); all[(to + all.length) % all.length].focus(); }
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); shut(); button.focus(); }
  };
  return make("div", { className: `${css}-place` }, button, menu);
}

export function stepList(app) {
  const list = make("ol", { className: "bd-list" });
  const end = adder(app, "Add step", () => app.steps.length, "bd-add");
  const count = make("span", { className: "ds-count" });
  const head = make("h2", { className: "bd-title" }, "Steps", count);
  const empty = make("p", { className: "bd-quiet", textContent: "No step yet. Begin with an e-mail, or with whatever comes first." });
  const root = make("div", {}, head, empty, list, end);
  const cards = new Map();

  function card(step) {
    const handle = make("button", { type: "button", className: "bd-handle", title: "Drag, or move with the arrow keys" }, make("span", { "aria-hidden": "true", textContent: "⠿" }));
    const title = make("span", { className: "bd-card-title" });
    const text = make("span", { className: "bd-card-text" });
    const wait = make("span", { className: "bd-card-wait" });
    const flag = make("span", { className: "bd-flag" });
    const open = make("button", { type: "button", className: "bd-open" }, make("span", { className: "bd-card-head" }, sign(step.data.type), title, flag), text, wait);
    const day = make("div", { className: "bd-day" });
    const between = adder(app, "", () => app.index(step.uid) + 1, "bd-between");
    const item = make("li", { className: "bd-step", dataset: { uid: step.uid } }, day, make("div", { className: "bd-card" }, handle, open), between);
    open.onclick = () => app.select(step.uid, true);
    handle.onkeydown = (event) => keys(event, step.uid);
    open.onkeydown = (event) => { if (event.altKey) keys(event, step.uid); };
    handle.onpointerdown = (event) => drag(event, item, step.uid);
    return { item, handle, open, title, text, wait, flag, day, between };
  }

  function keys(event, uid) {
    const at = app.index(uid);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: app.steps.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const focused = document.activeElement;
      app.move(at, to);
      focused.focus();
    } else if (event.key === "Delete") {
      event.preventDefault();
      app.remove(uid);
    }
  }

  function drag(event, item, uid) {
    if (event.button) return;
    event.preventDefault();
    cards.get(uid).handle.focus();
    // On the list: a row that is moved in the document would lose the capture.
    list.setPointerCapture(event.pointerId);
    item.classList.add("bd-dragged");
    const scroller = item.closest("[data-testid=stMain]") ?? document.scrollingElement;
    list.onpointermove = (move) => {
      if (move.clientY < EDGE) scroller.scrollBy(0, -12);
      if (move.clientY > innerHeight - EDGE) scroller.scrollBy(0, 12);
      for (const other of list.children) {
        if (other === item) continue;
        const box = other.getBoundingClientRect();
        if (move.clientY < box.top || move.clientY > box.bottom) continue;
        const after = other.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_PRECEDING;
        const middle = box.top + box.height / 2;
        if (after && move.clientY > middle) other.after(item);
        if (!after && move.clientY < middle) other.before(item);
        break;
      }
    };
    list.onpointerup = list.onpointercancel = () => {
      list.onpointermove = list.onpointerup = list.onpointercancel = null;
      item.classList.remove("bd-dragged");
      app.move(app.index(uid), [...list.children].indexOf(item));
    };
  }

  function dayOf(index) {
    const landing = app.data.landings?.[index];
    if (landing?.day) return landing.day;
    const day = app.data.days?.[index];
    return day ? `Day ${day}` : "";
  }

  function fill(step, index) {
    const made = cards.get(step.uid) ?? card(step);
    cards.set(step.uid, made);
    const { data } = step;
    const words = `step ${index + 1}: ${nameOf(data.type)}${gist(data) ? `, ${gist(data)}` : ""}`;
    const faults = app.problems(index).length;
    const day = dayOf(index);
    const landing = app.data.landings?.[index];
    made.title.textContent = nameOf(data.type);
    made.text.textContent = gist(data) || (index > 0 && data.type.startsWith("EMAIL") ? "Answers in the thread" : "Nothing written yet");
    made.wait.textContent = landing?.time ? `${landing.time} · ${delayWords(data.delay, index)}` : delayWords(data.delay, index);
    made.flag.textContent = faults ? `${faults} to fix` : "";
    made.flag.hidden = !faults;
    made.day.textContent = day;
    made.day.classList.toggle("bd-same-day", index > 0 && day === dayOf(index - 1));
    made.handle.setAttribute("aria-label", `Move ${words}`);
    made.open.setAttribute("aria-label", `Edit ${words}${faults ? `, ${faults} to fix` : ""}`);
    made.open.setAttribute("aria-current", step.uid === app.selected ? "step" : "false");
    made.item.classList.toggle("bd-selected", step.uid === app.selected);
    made.between.hidden = index === app.steps.length - 1;
    for (const node of made.between.querySelectorAll("[aria-label]")) if (node.matches(".bd-between, .bd-menu")) node.setAttribute("aria-label", `Add a step after step ${index + 1}`);
    return made.item;
  }

  function draw() {
    if (list.querySelector(".bd-dragged")) return;
    const items = app.steps.map(fill);
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    if (items.length !== list.children.length || items.some((item, at) => list.children[at] !== item)) {
      list.replaceChildren(...items);
      if (focused && list.contains(focused)) focused.focus();
    }
    for (const uid of cards.keys()) if (app.index(uid) < 0) cards.delete(uid);
    count.textContent = items.length || "";
    empty.hidden = items.length > 0;
  }

  return { root, draw, forget: (uid) => cards.delete(uid), handle: (uid) => cards.get(uid)?.handle, adder: () => end.firstChild };
}
