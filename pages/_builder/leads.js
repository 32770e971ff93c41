/* Choosing the lead to preview with: a box that searches as it is typed into. */
import { make } from "../ui/editor.js";

export function leadBox(app) {
  const list = make("ul", { id: "bd-leads", className: "bd-options", role: "listbox", "aria-label": "Leads", hidden: true });
  const input = make("input", {
    id: "bd-lead", className: "bd-input", autocomplete: "off", placeholder: "Search leads",
    role: "combobox", "aria-expanded": "false", "aria-controls": "bd-leads", "aria-autocomplete": "list",
  });
  const root = make("div", { className: "bd-field bd-lead" }, make("label", { htmlFor: "bd-lead", textContent: "As this lead" }), input, list);
  let active = -1;

  const options = () => [...list.children].filter((node) => node.role === "option");

  function expand(on) {
    list.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    if (!on) { active = -1; input.removeAttribute("aria-activedescendant"); }
  }

  function mark(index) {
    const all = options();
    active = all.length ? (index + all.length) % all.length : -1;
    all.forEach((node, at) => node.setAttribute("aria-selected", String(at === active)));
    if (active >= 0) { input.setAttribute("aria-activedescendant", all[active].id); all[active].scrollIntoView({ block: "nearest" }); }
  }

  function choose(lead) {
    app.lead = lead.id;
    app.query = "";
    app.data.lead = lead;
    input.value = lead.name;
    expand(false);
    app.later(0);
  }

  function option(lead) {
    const below = [lead.company, lead.email].filter(Boolean).join(" · ");
    const node = make("li", { id: `bd-lead-${lead.id}`, role: "option", "aria-selected": "false", className: "bd-option" },
      make("span", { textContent: lead.name }), make("span", { className: "bd-quiet", textContent: below }));
    node.onpointerdown = (event) => { event.preventDefault(); choose(lead); };
    return node;
  }

  function draw() {
    const { leads = [], lead } = app.data;
    if (document.activeElement !== input) input.value = lead?.name ?? "";
    list.replaceChildren(...(leads.length ? leads.map(option) : [make("li", { className: "bd-quiet bd-option", role: "presentation", textContent: "No lead has these words." })]));
    if (!list.hidden && active >= 0) mark(active);
  }

  input.onfocus = () => input.select();
  input.onclick = () => expand(true);
  input.oninput = () => { app.query = input.value; expand(true); app.later(150); };
  input.onblur = () => {
    expand(false);
    input.value = app.data.lead?.name ?? "";
    if (app.query) { app.query = ""; app.later(0); }
  };
  input.onkeydown = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      expand(true);
      mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(app.data.leads[active]);
    } else if (event.key === "Escape") {
      expand(false);
    }
  };
  return { root, draw };
}
