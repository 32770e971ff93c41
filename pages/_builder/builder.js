/* The builder in the browser: it holds the draft, draws it, and tells the script of each change.

   The draft lives here while it is typed, so nothing waits for the server and no answer moves the
   cursor. Each message carries the whole of it with the revision that it began from; the script
   stores it and answers with what it means: problems, dates, a preview. What the server has not
   confirmed is kept in the browser as well, and comes back after a reload. */
import { make } from "../ui/editor.js";
import { stepList } from "./steps.js";
import { stepPanel } from "./panel.js";
import { preview } from "./preview.js";
import { problemList } from "./problems.js";
import { keeper } from "./kept.js";
import { NEW, nameOf } from "./words.js";

const WAIT_MS = 400;
const SAVED = "Saved";

let uids = 0;
const fresh = () => `${Date.now()}-${Math.random()}`;
const keyed = (data) => ({ uid: `s${++uids}`, data });

function create(place) {
  const app = {
    token: fresh(),
    seq: 0, revision: 0, dirty: false, timer: 0, loaded: null,
    steps: [], rest: {}, selected: null, lead: null, query: "", data: {}, send: null,
  };
  let kept = null;
  const content = () => ({ ...app.rest, steps: app.steps.map((step) => step.data) });

  app.say = (words) => { app.live.textContent = ""; requestAnimationFrame(() => { app.live.textContent = words; }); };
  app.index = (uid = app.selected) => app.steps.findIndex((step) => step.uid === uid);
  app.step = () => app.steps[app.index()] ?? null;
  app.problems = (index, field) => (app.data.problems ?? []).filter((one) => one.step === index && (field === undefined || one.field === field));

  /* Tell the script at once. Everything it needs to know goes in one message. */
  app.flush = () => {
    clearTimeout(app.timer);
    if (!app.dirty || !app.send) return;
    app.dirty = false;
    app.seq += 1;
    if (!app.data.conflict) app.status.textContent = "Saving…";
    const whole = content();
    kept.know(whole);
    app.send("said", { token: app.token, seq: app.seq, revision: app.revision, content: whole, step: app.index(), lead: app.lead, query: app.query });
  };
  app.later = (wait = WAIT_MS) => {
    app.dirty = true;
    clearTimeout(app.timer);
    app.timer = setTimeout(app.flush, wait);
  };
  /* The draft changed: keep it here until the server has it. */
  app.changed = (wait) => {
    app.status.textContent = "Not saved yet";
    kept.keep(content());
    app.later(wait);
  };

  app.select = (uid, focus = false) => {
    if (uid !== app.selected) {
      app.selected = uid;
      app.later(0);
      app.panel.draw();
    }
    app.list.draw();
    if (focus) app.panel.focus();
  };
  app.add = (type, at) => {
    const step = keyed(NEW(type, at));
    app.steps.splice(at, 0, step);
    app.changed(0);
    app.select(step.uid, true);
    app.say(`${nameOf(type)} added as step ${at + 1}.`);
  };
  app.move = (from, to) => {
    if (to < 0 || to >= app.steps.length || from === to) return;
    app.steps.splice(to, 0, ...app.steps.splice(from, 1));
    app.changed();
    app.panel.retitle();
    app.list.draw();
    app.say(`${nameOf(app.steps[to].data.type)} is now step ${to + 1} of ${app.steps.length}.`);
  };
  app.duplicate = () => {
    const at = app.index();
    const { id, ...copy } = structuredClone(app.steps[at].data);
    const step = keyed(copy);
    app.steps.splice(at + 1, 0, step);
    app.changed(0);
    app.select(step.uid, true);
    app.say(`Step ${at + 1} duplicated as step ${at + 2}.`);
  };
  app.remove = (uid = app.selected) => {
    const at = app.index(uid);
    const [gone] = app.steps.splice(at, 1);
    const next = app.steps[Math.min(at, app.steps.length - 1)];
    app.changed(0);
    app.selected = next?.uid ?? null;
    app.panel.draw();
    app.list.draw();
    const undo = make("button", { type: "button", className: "bd-link", textContent: "Undo" });
    undo.onclick = () => {
      app.steps.splice(at, 0, gone);
      app.undo.replaceChildren();
      app.changed(0);
      app.select(gone.uid, true);
      app.say(`Step ${at + 1} is back.`);
    };
    app.undo.replaceChildren(`Step ${at + 1} deleted.`, undo);
    (app.list.handle(next?.uid) ?? app.list.adder()).focus();
  };

  /* Take the stored draft, or what this browser typed on top of it before it could be stored. */
  function adopt(data) {
    app.revision = data.revision;
    const rescued = kept ? null : (kept = keeper(data.draft)).rescued(data.content);
    kept.forget();
    kept.know(data.content);
    const { steps, ...rest } = rescued ?? data.content;
    const before = app.index();
    app.rest = rest;
    app.steps = (Array.isArray(steps) ? steps : []).filter((step) => step && typeof step === "object").map((step) => keyed({ ...step }));
    app.selected = (app.steps[Math.max(before, 0)] ?? app.steps[0])?.uid ?? null;
    app.lead ??= data.lead?.id ?? null;
    app.loaded = data.loaded;
    app.dirty = false;
    app.name.value = rest.name ?? "";
    app.about.value = rest.description ?? "";
    app.panel.draw();
    if (rescued) app.changed(0);
    else if (data.heard.token && data.heard.token !== app.token) app.later(0);
  }

  function build() {
    app.status = make("span", { className: "bd-status", role: "status", textContent: SAVED });
    app.live = make("div", { className: "bd-live", "aria-live": "polite" });
    app.undo = make("div", { className: "bd-undo", role: "status" });
    app.conflict = make("div", { className: "bd-conflict", role: "alert", hidden: true });
    app.name = make("input", { id: "bd-name", className: "bd-input bd-name", maxLength: 200, placeholder: "For example: Outbound to logistics" });
    app.about = make("textarea", { id: "bd-about", className: "bd-input", rows: 1, placeholder: "Whom it is for, and when it is used" });
    app.name.oninput = () => { app.rest.name = app.name.value; app.changed(); };
    app.about.oninput = () => { app.rest.description = app.about.value; app.changed(); };
    app.list = stepList(app);
    app.panel = stepPanel(app);
    app.preview = preview(app);
    app.todo = problemList(app);
    const facts = make("div", { className: "bd-facts" },
      make("div", { className: "bd-field" }, make("label", { htmlFor: "bd-name", textContent: "Name" }), app.name, app.todo.note("name")),
      make("div", { className: "bd-field" }, make("label", { htmlFor: "bd-about", textContent: "Description" }), app.about, app.todo.note("description")));
    const left = make("section", { className: "bd-left", "aria-label": "Steps" }, app.list.root, app.undo);
    const right = make("div", { className: "bd-right" }, app.panel.root, app.preview.root);
    const page = make("div", { className: "bd" }, app.conflict, app.status, facts, app.todo.root, make("div", { className: "bd-main" }, left, right), app.live);
    place.append(page);
    page.addEventListener("focusout", app.flush);
    document.addEventListener("keydown", hurried, true);
    document.addEventListener("visibilitychange", app.flush);
    window.addEventListener("pagehide", app.flush);
  }
  const hurried = (event) => { if (event.ctrlKey || event.metaKey) app.flush(); };

  app.leave = () => {
    app.flush();
    document.removeEventListener("keydown", hurried, true);
    document.removeEventListener("visibilitychange", app.flush);
    window.removeEventListener("pagehide", app.flush);
  };

  /* Not another tab: a message of this one arrived late, from before a reload. */
  function goOn(data) {
    app.token = fresh();
    app.revision = data.revision;
    app.changed(0);
  }

  function showConflict(words) {
    app.conflict.hidden = !words;
    if (!words || app.conflict.textContent.startsWith(words)) return;
    const load = make("button", { type: "button", className: "bd-button", textContent: "Load that version" });
    load.onclick = () => { clearTimeout(app.timer); app.dirty = false; app.sendLoad("load", app.loaded + 1); };
    app.conflict.replaceChildren(make("span", { textContent: `${words} What you typed here since is not stored.` }), load);
    app.status.textContent = "Not saved";
  }

  app.update = ({ data, setStateValue, setTriggerValue }) => {
    app.send = setStateValue;
    app.sendLoad = setTriggerValue;
    app.test = () => { app.flush(); setTriggerValue("test", fresh()); };
    app.data = data;
    if (!app.list) build();
    if (app.loaded !== data.loaded) adopt(data);
    if (data.heard.token === app.token) {
      app.revision = data.revision;
      if (data.heard.seq === app.seq && !app.dirty && !data.conflict) {
        kept.forget();
        app.status.textContent = data.refused || SAVED;
      }
    }
    // What the script remembers may be of this draft's builder as it was drawn before.
    const meant = data.heard.token === app.token || !data.heard.token;
    if (data.conflict && meant && kept.isOwn(data.content)) goOn(data);
    else showConflict(meant ? data.conflict : "");
    app.list.draw();
    app.panel.note();
    app.todo.draw();
    app.preview.draw();
    place.dataset.ready = "yes";
  };
  return app;
}

export default function builder(component) {
  const app = (component.parentElement.__builder ??= create(component.parentElement));
  app.update(component);
  return app.leave;
}
