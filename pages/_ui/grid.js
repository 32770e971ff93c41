/* What is done with a list (see grid.py): lines selected, sorted, walked through, acted on.
   The markup comes from the script, escaped there; this file only listens. */
const places = new WeakMap();

function checks(place) {
  return [...place.querySelectorAll("input[data-check]")];
}

function idOf(node) {
  return node.closest("[data-id]").dataset.id;
}

function paint(place, slot) {
  const boxes = checks(place);
  for (const box of boxes) {
    box.checked = slot.selected.has(idOf(box));
    box.closest("[data-id]").classList.toggle("ds-selected", box.checked);
  }
  const all = place.querySelector("input[data-all]");
  if (!all) return;
  const on = boxes.filter((box) => box.checked).length;
  all.checked = boxes.length > 0 && on === boxes.length;
  all.indeterminate = on > 0 && on < boxes.length;
}

function choose(place, slot, ids, on) {
  for (const id of ids) {
    if (on && slot.selected.size < slot.most) slot.selected.add(id);
    else if (!on) slot.selected.delete(id);
  }
  paint(place, slot);
  slot.turn += 1;
  clearTimeout(slot.timer);
  slot.timer = setTimeout(() => slot.send("select", { ids: [...slot.selected], turn: slot.turn }), 120);
}

function check(place, slot, box, ranged) {
  const boxes = checks(place);
  const from = ranged && slot.last ? boxes.findIndex((one) => idOf(one) === slot.last) : -1;
  const here = boxes.indexOf(box);
  const span = from < 0 ? [box] : boxes.slice(Math.min(from, here), Math.max(from, here) + 1);
  slot.last = idOf(box);
  choose(place, slot, span.map(idOf), box.checked);
}

function shut(slot) {
  if (!slot.menu) return;
  slot.opener.setAttribute("aria-expanded", "false");
  slot.menu.remove();
  slot.menu = null;
}

function open(place, slot, button) {
  const again = slot.opener === button && slot.menu;
  shut(slot);
  if (again) return;
  const menu = document.createElement("div");
  menu.className = "ds-menu";
  menu.setAttribute("role", "menu");
  for (const [choice, words] of JSON.parse(button.dataset.menu)) {
    const item = document.createElement("button");
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.textContent = words;
    item.onclick = () => {
      const id = idOf(button);
      shut(slot);
      button.focus();
      slot.send("act", { id, choice });
    };
    menu.append(item);
  }
  button.after(menu);
  button.setAttribute("aria-expanded", "true");
  Object.assign(slot, { menu, opener: button });
  menu.classList.toggle("ds-up", menu.getBoundingClientRect().bottom > innerHeight - 8);
  menu.firstElementChild.focus();
}

function act(slot, button) {
  slot.send("act", { id: idOf(button), choice: button.dataset.choice });
}

function walkMenu(slot, event) {
  const items = [...slot.menu.children];
  const here = items.indexOf(event.target);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    const opener = slot.opener;
    shut(slot);
    if (event.key === "Escape") opener.focus();
  }
}

function walk(place, by) {
  const links = [...place.querySelectorAll(".ds-row-link")];
  if (!links.length) return;
  const row = document.activeElement?.closest?.("[data-id]");
  const here = row ? links.findIndex((link) => row.contains(link)) : -1;
  const next = here < 0 ? 0 : Math.min(links.length - 1, Math.max(0, here + by));
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

/* j, k and x work wherever nobody types; the first list of the page hears them. */
function keys(event) {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu]")) return;
  if (document.querySelector("[role=dialog], dialog[open]")) return;
  const place = document.querySelector(".ds-grid-place");
  const slot = place && places.get(place);
  if (!slot) return;
  if (event.key === "j" || event.key === "k") walk(place, event.key === "j" ? 1 : -1);
  else if (event.key === "x") document.activeElement?.closest?.(".ds-row")?.querySelector("[data-check]")?.click();
  else return;
  event.preventDefault();
}

function listen(place, slot) {
  place.addEventListener("click", (event) => {
    const { target } = event;
    if (target.matches("[data-check]")) check(place, slot, target, event.shiftKey);
    else if (target.matches("[data-all]")) choose(place, slot, checks(place).map(idOf), target.checked);
    else if (target.closest(".ds-sort")) slot.send("sort", target.closest(".ds-sort").dataset.sort);
    else if (target.closest(".ds-more")) open(place, slot, target.closest(".ds-more"));
    else if (target.closest("[data-choice]")) act(slot, target.closest("[data-choice]"));
  });
  place.addEventListener("keydown", (event) => {
    if (slot.menu?.contains(event.target)) walkMenu(slot, event);
  });
  slot.away = (event) => {
    if (slot.menu && !slot.menu.contains(event.target) && event.target !== slot.opener) shut(slot);
  };
  if (!window.__duestepGridKeys) {
    window.__duestepGridKeys = true;
    document.addEventListener("keydown", keys);
  }
}

/* The focus survives a list that is drawn anew, for whoever works with the keyboard. */
function replace(place, slot, html) {
  const row = document.activeElement?.closest?.("[data-id]");
  const kept = row && place.contains(row) ? row.dataset.id : null;
  const choice = document.activeElement?.dataset?.choice;
  const parts = [".ds-row-link", "[data-check]", ".ds-more", `[data-choice="${CSS.escape(choice ?? "")}"]`];
  const part = kept && parts.find((one) => document.activeElement.matches(one));
  shut(slot);
  place.innerHTML = html;
  slot.html = html;
  if (kept && part) place.querySelector(`[data-id="${CSS.escape(kept)}"] ${part}`)?.focus();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".ds-grid-place");
  let slot = places.get(place);
  if (!slot) {
    slot = { html: null, selected: new Set(), turn: data.seen, timer: 0, menu: null, opener: null, last: null };
    places.set(place, slot);
    listen(place, slot);
  }
  slot.send = setTriggerValue;
  document.addEventListener("pointerdown", slot.away);
  slot.most = data.most;
  if (data.seen >= slot.turn) {
    slot.selected = new Set(data.selected);
    slot.turn = data.seen;
  }
  if (slot.html !== data.html) replace(place, slot, data.html);
  paint(place, slot);
  return () => document.removeEventListener("pointerdown", slot.away);
}
