/* Between the browser and the script: links that change the page without loading it anew, and
   the keys that work everywhere. Mounted once by the shell; the listeners stay for good and
   always speak through the newest mount. */
const GO = { h: "/", t: "/tasks", s: "/sequences", i: "/inbox", o: "/outbox", l: "/leads", p: "/people", c: "/companies", d: "/deals" };
const DETOUR_MS = 5000;
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false])";

const state = (window.__duestep ??= { send: null, pending: false, since: 0 });

function inText(event) {
  const target = event.composedPath()[0];
  return target instanceof Element && (target.closest(TYPING) !== null || target.isContentEditable);
}

function follow(event) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (!link.closest("#stMain, [data-testid=stDialog]") && !link.getRootNode().host) return;
  if (!/^\/[a-z_]*$/.test(link.pathname) || link.hash || !link.matches(".ds-link, .ds-row-link, .ds-tile-link")) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

function go(address) {
  state.send?.("go", address);
}

/* On its way to another page Streamlit first enters the present one with the other's query into
   the history, and Back would lead to a list without its filters, or to no lead because the id is
   a company's. The other page's entry takes the place of that one. */
function keepHistory() {
  const push = history.pushState.bind(history);
  let detour = null;
  history.pushState = (data, unused, url) => {
    const next = new URL(url ?? location.href, location.href);
    const stays = next.pathname === location.pathname;
    const fromDetour = detour?.href === location.href && next.search === location.search
      && performance.now() - detour.at < DETOUR_MS;
    if (fromDetour && !stays) history.replaceState(data, unused, url);
    else push(data, unused, url);
    detour = stays ? { href: next.href, at: performance.now() } : null;
  };
}

function help() {
  const dialog = document.querySelector("dialog.ds-keys");
  if (dialog && !dialog.open) dialog.showModal();
}

function search() {
  const box = document.querySelector("#stMain input[type=search]");
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
    keepHistory();
    new MutationObserver(mendMenu).observe(document.body, { childList: true, subtree: true });
    document.addEventListener("click", follow);
    document.addEventListener("keydown", keys);
  }
  mendMenu();
  const dialog = parentElement.querySelector("dialog");
  document.documentElement.dataset.keys = "ready";
  dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
}
