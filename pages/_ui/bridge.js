/* Between the browser and the script: links that change the page without loading it anew, and
   the keys that work everywhere. Mounted once by the shell; the listeners stay for good and
   always speak through the newest mount. */
const GO = { h: "/", t: "/tasks", s: "/sequences", o: "/outbox", l: "/leads", p: "/people", c: "/companies", d: "/deals" };
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false])";

const state = (window.__duestep ??= { send: null, pending: false, since: 0 });

function inText(event) {
  const target = event.composedPath()[0];
  return target instanceof Element && (target.closest(TYPING) !== null || target.isContentEditable);
}

function follow(event) {
  const room = event.composedPath().find((node) => node instanceof Element && node.matches("[data-testid=stSidebarNavLink]"));
  if (room) state.leaving = leaves(room.href);
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (!link.closest("[data-testid=stMain], [data-testid=stDialog]") && !link.getRootNode().host) return;
  if (!/^\/[a-z_]*$/.test(link.pathname) || link.hash || !link.matches(".ds-link, .ds-row-link, .ds-tile-link")) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

function go(address) {
  state.leaving = leaves(address);
  state.send?.("go", address);
}

function leaves(address) {
  return new URL(address, location.href).pathname !== location.pathname;
}

/* On its way to another page Streamlit first enters the present one without its query into the
   history, and Back would lead to a list without its filters. That entry is left out. */
function keepFilters() {
  const push = history.pushState.bind(history);
  history.pushState = (data, unused, url) => {
    const next = new URL(url ?? location.href, location.href);
    const dropsQuery = next.pathname === location.pathname && !next.search && location.search;
    if (state.leaving && dropsQuery) return;
    state.leaving = false;
    push(data, unused, url);
  };
}

function help() {
  const dialog = document.querySelector("dialog.ds-keys");
  if (dialog && !dialog.open) dialog.showModal();
}

function search() {
  const box = document.querySelector("[data-testid=stMain] input[type=search]");
  box?.focus();
  box?.select();
  return Boolean(box);
}

function keys(event) {
  if (event.metaKey || event.ctrlKey || event.altKey || inText(event) || document.querySelector("dialog[open], [role=dialog]")) return;
  if (state.pending && performance.now() - state.since < 1200 && GO[event.key]) {
    state.pending = false;
    event.preventDefault();
    go(GO[event.key]);
    return;
  }
  state.pending = event.key === "g";
  state.since = performance.now();
  if (event.key === "/" && search()) event.preventDefault();
  if (event.key === "?") help();
}

/* Streamlit puts the menu's sections into a list that is none (a `ul` of `div`s); whoever has it
   read out hears links under headings instead of broken lists. */
function mendMenu() {
  for (const node of document.querySelectorAll("[data-testid=stSidebarNavItems], [data-testid=stSidebarNavItems] li")) {
    if (!node.hasAttribute("role")) node.setAttribute("role", "presentation");
  }
}

export default function ({ parentElement, setTriggerValue }) {
  state.send = setTriggerValue;
  if (!state.listening) {
    state.listening = true;
    keepFilters();
    new MutationObserver(mendMenu).observe(document.body, { childList: true, subtree: true });
    document.addEventListener("click", follow);
    document.addEventListener("keydown", keys);
  }
  mendMenu();
  const dialog = parentElement.querySelector("dialog");
  document.documentElement.dataset.keys = "ready";
  dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
}
