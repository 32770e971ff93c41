/* The list of merge fields: what each means and its value for whoever is looked at. */

function item(field, pick) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "ds-field";
  node.tabIndex = -1;
  node.setAttribute("role", "menuitem");
  const name = Object.assign(document.createElement("code"), { textContent: field.name });
  const meaning = Object.assign(document.createElement("span"), { className: "ds-field-meaning", textContent: field.meaning });
  const value = Object.assign(document.createElement("span"), { className: "ds-field-value", textContent: field.value ?? "" });
  node.append(meaning, value, name);
  node.onclick = () => pick(`{{ ${field.name} }}`);
  return node;
}

/* A button that opens the list beside it; `insert(text)` is called with what was picked.
   Returns `button`, `menu`, and `fields` to list others. */
export function fieldButton(fields, insert) {
  let listed = [];
  const button = Object.assign(document.createElement("button"), { type: "button", className: "ds-tool-text", textContent: "Insert field" });
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  const menu = Object.assign(document.createElement("div"), { className: "ds-fields" });
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", "Merge fields");
  menu.setAttribute("popover", "auto");

  const items = () => [...menu.children];
  const shut = () => { if (menu.matches(":popover-open")) menu.hidePopover(); };

  function open() {
    menu.replaceChildren(...listed.map((field) => item(field, (text) => { shut(); insert(text); })));
    menu.showPopover();
    const at = button.getBoundingClientRect();
    const width = menu.offsetWidth;
    menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    const below = innerHeight - at.bottom - 12;
    menu.style.maxHeight = `${Math.max(160, Math.max(below, at.top - 12))}px`;
    menu.style.top = below >= 200 || below >= at.top ? `${at.bottom + 4}px` : `${Math.max(8, at.top - 4 - menu.offsetHeight)}px`;
    items()[0]?.focus();
  }

  button.addEventListener("click", () => (menu.matches(":popover-open") ? shut() : open()));
  menu.addEventListener("toggle", (event) => button.setAttribute("aria-expanded", String(event.newState === "open")));
  menu.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      shut();
      button.focus();
    } else if (to !== undefined) {
      event.preventDefault();
      all[(to + all.length) % all.length]?.focus();
    } else if (event.key.length === 1 && /\S/.test(event.key)) {
      all.find((one) => one.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    }
  });
  const list = (others) => { listed = others; button.hidden = !others.length; };
  list(fields);
  return { button, menu, fields: list };
}
