/* The board of deals (see board.py): cards are dragged with mouse or finger, moved by arrow keys
   or by their menu. The markup comes from the script, escaped there; this file only listens.

   A move is shown at once and reported. `queue` holds the moves that are not reported yet,
   `flight` the one that the script has not answered: a board that knows of it (`data.seen`)
   replaces what is shown, whether the move was made or refused. */
const places = new WeakMap();
const FAR = 6; // pixels before a press becomes a drag
const LONG_PRESS = 280; // milliseconds before a finger takes a card instead of scrolling
const SETTLE = 350; // milliseconds in which several presses of an arrow become one move

const cardOf = (node) => node.closest?.(".ds-card");
const columnOf = (node) => node.closest(".ds-column");
const linkOf = (card) => card.querySelector(".ds-row-link");
const byId = (place, id) => place.querySelector(`.ds-card[data-id="${CSS.escape(id)}"]`);
const column = (place, stage) => place.querySelector(`.ds-column[data-stage="${CSS.escape(stage)}"]`);

/* --- Moves --- */

function put(place, id, stage) {
  const card = byId(place, id);
  const target = column(place, stage);
  if (!card || !target || columnOf(card) === target) return;
  const held = card.contains(document.activeElement) ? document.activeElement : null;
  for (const [one, by] of [[columnOf(card), -1], [target, 1]]) {
    const count = one.querySelector("h2 .ds-count");
    const number = Number(count.textContent.replaceAll(",", ""));
    if (Number.isFinite(number)) count.textContent = (number + by).toLocaleString("en");
  }
  target.querySelector(".ds-cards").prepend(card);
  held?.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function move(slot, card, stage, wait) {
  const from = columnOf(card).dataset.stage;
  if (!slot.movable || from === stage) return;
  const { id } = card.dataset;
  const last = slot.queue.at(-1);
  if (last?.id === id) last.to = stage;
  else slot.queue.push({ id, from, to: stage });
  slot.queue = slot.queue.filter((one) => one.from !== one.to);
  put(slot.place, id, stage);
  if (card.contains(document.activeElement)) slot.focus = id;
  say(slot, `${linkOf(card).textContent}: ${words(slot, stage)}`);
  clearTimeout(slot.timer);
  slot.timer = setTimeout(() => report(slot), wait);
}

function report(slot) {
  if (slot.flight || !slot.queue.length) return;
  slot.turn += 1;
  slot.flight = { ...slot.queue.shift(), turn: slot.turn };
  slot.send("move", slot.flight);
}

const words = (slot, stage) => slot.stages.find(([one]) => one === stage)[1];

function say(slot, text) {
  slot.live.textContent = "";
  requestAnimationFrame(() => { slot.live.textContent = text; });
}

/* --- Keys --- */

function keys(slot, event) {
  const card = cardOf(event.target);
  if (slot.menu?.contains(event.target)) return walkMenu(slot, event);
  if (!card || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
  if (event.key === "Escape" && slot.drag) return drop(slot, null);
  if (!event.target.matches(".ds-row-link")) return;
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
  if (step) {
    event.preventDefault();
    const next = card[step];
    if (next) linkOf(next).focus();
  } else if (side && slot.movable) {
    event.preventDefault();
    const here = slot.stages.findIndex(([stage]) => stage === columnOf(card).dataset.stage);
    const next = slot.stages[here + side];
    if (next) move(slot, card, next[0], SETTLE);
    else say(slot, "There is no stage beyond this one");
  }
}

/* --- The menu of a card --- */

function shut(slot) {
  if (!slot.menu) return;
  slot.opener.setAttribute("aria-expanded", "false");
  slot.menu.remove();
  slot.menu = null;
}

function openMenu(slot, button) {
  const again = slot.menu && slot.opener === button;
  shut(slot);
  if (again) return;
  const card = cardOf(button);
  const menu = document.createElement("div");
  menu.className = "ds-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", button.getAttribute("aria-label"));
  for (const [stage, name] of slot.stages) {
    if (stage === columnOf(card).dataset.stage) continue;
    const item = document.createElement("button");
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.textContent = name;
    item.onclick = () => {
      shut(slot);
      linkOf(card).focus({ preventScroll: true });
      move(slot, card, stage, 0);
    };
    menu.append(item);
  }
  button.after(menu);
  button.setAttribute("aria-expanded", "true");
  Object.assign(slot, { menu, opener: button });
  menu.classList.toggle("ds-up", menu.getBoundingClientRect().bottom > innerHeight - 8);
  menu.firstElementChild.focus();
}

function walkMenu(slot, event) {
  const items = [...slot.menu.children];
  const here = items.indexOf(event.target);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    const { opener } = slot;
    shut(slot);
    if (event.key === "Escape") opener.focus();
  }
}

/* --- Dragging --- */

function press(slot, event) {
  const card = cardOf(event.target);
  if (!card || !slot.movable || event.button !== 0 || event.target.closest("button, .ds-menu")) return;
  const { clientX: x, clientY: y, pointerId, pointerType } = event;
  const box = card.getBoundingClientRect();
  slot.drag = { card, x, y, dx: x - box.left, dy: y - box.top, pointerId, ghost: null, over: null };
  if (pointerType !== "mouse") slot.drag.timer = setTimeout(() => lift(slot), LONG_PRESS);
  slot.drag.mouse = pointerType === "mouse";
}

function lift(slot) {
  const { drag } = slot;
  if (!drag || drag.ghost) return;
  const { width } = drag.card.getBoundingClientRect();
  const ghost = drag.card.cloneNode(true);
  ghost.classList.add("ds-ghost");
  ghost.setAttribute("aria-hidden", "true");
  ghost.style.width = `${width}px`;
  ghost.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
  slot.place.append(ghost);
  drag.ghost = ghost;
  drag.card.classList.add("ds-lifted");
  slot.place.classList.add("ds-dragging");
  slot.place.setPointerCapture(drag.pointerId);
  follow(slot, drag.x, drag.y);
}

function follow(slot, x, y) {
  const { drag } = slot;
  Object.assign(drag.ghost.style, { left: `${x - drag.dx}px`, top: `${y - drag.dy}px` });
  const over = document.elementsFromPoint(x, y).map((node) => node.closest?.(".ds-column, .ds-stages [data-show]")).find(Boolean);
  const stage = over && slot.place.contains(over) ? over.dataset.stage ?? over.dataset.show : null;
  if (drag.over === stage) return;
  drag.over = stage;
  for (const node of slot.place.querySelectorAll(".ds-column, [data-show]")) {
    node.classList.toggle("ds-over", (node.dataset.stage ?? node.dataset.show) === stage);
  }
}

function drag(slot, event) {
  const { drag: held } = slot;
  if (!held || event.pointerId !== held.pointerId) return;
  if (!held.ghost) {
    const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) > FAR;
    if (!far) return;
    // A finger that moves before the long press is over scrolls.
    if (!held.mouse) return drop(slot, null);
    lift(slot);
  }
  event.preventDefault();
  const board = slot.place.querySelector(".ds-columns");
  const edge = board.getBoundingClientRect();
  if (event.clientX > edge.right - 40) board.scrollLeft += 14;
  else if (event.clientX < edge.left + 40) board.scrollLeft -= 14;
  const main = slot.place.closest("[data-testid=stMain]");
  if (event.clientY > innerHeight - 50) main?.scrollBy(0, 16);
  else if (event.clientY < 70) main?.scrollBy(0, -16);
  follow(slot, event.clientX, event.clientY);
}

function drop(slot, event) {
  const { drag: held } = slot;
  if (!held || (event && event.pointerId !== held.pointerId)) return;
  slot.drag = null;
  clearTimeout(held.timer);
  if (!held.ghost) return;
  held.ghost.remove();
  held.card.classList.remove("ds-lifted");
  slot.place.classList.remove("ds-dragging");
  for (const node of slot.place.querySelectorAll(".ds-over")) node.classList.remove("ds-over");
  // The click that ends a drag opens nothing.
  slot.quiet = true;
  setTimeout(() => { slot.quiet = false; }, 0);
  if (event?.type === "pointerup" && held.over) move(slot, held.card, held.over, 0);
}

/* --- The whole --- */

function choose(slot, stage) {
  slot.shown = stage;
  for (const button of slot.place.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === stage));
  }
  for (const one of slot.place.querySelectorAll(".ds-column")) {
    one.classList.toggle("ds-shown", one.dataset.stage === stage);
  }
}

function listen(slot) {
  const { place } = slot;
  place.addEventListener("click", (event) => {
    if (slot.quiet) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const more = event.target.closest("[data-more]");
    const show = event.target.closest("[data-show]");
    const menu = event.target.closest(".ds-more");
    if (more) slot.send("more", more.dataset.more);
    else if (show) choose(slot, show.dataset.show);
    else if (menu) openMenu(slot, menu);
  }, true);
  place.addEventListener("keydown", (event) => keys(slot, event));
  place.addEventListener("pointerdown", (event) => press(slot, event));
  place.addEventListener("pointermove", (event) => drag(slot, event));
  place.addEventListener("pointerup", (event) => drop(slot, event));
  place.addEventListener("pointercancel", (event) => drop(slot, event));
  place.addEventListener("dragstart", (event) => event.preventDefault());
  place.addEventListener("contextmenu", (event) => { if (slot.drag?.ghost) event.preventDefault(); });
  place.addEventListener("touchmove", (event) => { if (slot.drag?.ghost) event.preventDefault(); }, { passive: false });
  slot.away = (event) => { if (slot.menu && !slot.menu.contains(event.target) && event.target !== slot.opener) shut(slot); };
}

function replace(slot, html) {
  const { place } = slot;
  const inside = place.contains(document.activeElement);
  const id = slot.focus ?? (inside ? cardOf(document.activeElement)?.dataset.id : null);
  const scrolled = place.querySelector(".ds-columns")?.scrollLeft ?? 0;
  drop(slot, null);
  shut(slot);
  place.innerHTML = html;
  slot.html = html;
  const pressed = place.querySelector("[data-show][aria-pressed=true]").dataset.show;
  choose(slot, slot.shown ?? pressed);
  for (const one of slot.queue) put(place, one.id, one.to);
  place.querySelector(".ds-columns").scrollLeft = scrolled;
  if (id && (inside || document.activeElement === document.body)) {
    const card = byId(place, id);
    if (card) linkOf(card).focus({ preventScroll: true });
  }
  if (!slot.queue.length) slot.focus = null;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".ds-board");
  let slot = places.get(place);
  if (!slot) {
    slot = { place, html: null, queue: [], flight: null, turn: data.seen, live: parentElement.querySelector("[aria-live]") };
    places.set(place, slot);
    listen(slot);
  }
  Object.assign(slot, { send: setTriggerValue, movable: data.movable, stages: data.stages });
  document.addEventListener("pointerdown", slot.away);
  const answered = slot.flight && data.seen >= slot.flight.turn;
  if (answered) slot.flight = null;
  if (answered || (!slot.flight && !slot.queue.length && slot.html !== data.html)) replace(slot, data.html);
  if (answered) report(slot);
  return () => document.removeEventListener("pointerdown", slot.away);
}
