// Help on top of pages that work without it. No words here: they come from the page, in its language.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const isTyping = (node) =>
  node.closest?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
const fill = (words, values) => (words ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** Browsers may forbid storage; then there simply is none. */
const tryStorage = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

// --- One press, one act. The button keeps its value: it is never really disabled. ---

const faces = new WeakMap();
const release = (form) => {
  delete form.dataset.sent;
  for (const button of all("[aria-disabled=true]", form)) {
    button.removeAttribute("aria-disabled");
    if (faces.has(button)) button.replaceChildren(...faces.get(button));
  }
};

const guard = (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter;
  if (button) {
    button.setAttribute("aria-disabled", "true");
    if (button.dataset.busy) {
      faces.set(button, [...button.childNodes]);
      button.textContent = button.dataset.busy;
    }
  }
  // An answer that is a file leaves the page where it is.
  setTimeout(() => release(form), 15000);
};

// --- What was typed stays in this tab until the server has taken it. ---

const prefix = "kept:";
const keyOf = (form) => prefix + location.pathname + "#" + form.dataset.keep;
const isKept = (field) =>
  field.name && !field.disabled && !field.name.startsWith("_") &&
  !["password", "file", "hidden", "submit", "button"].includes(field.type);
const readKept = (key) => tryStorage(() => JSON.parse(sessionStorage.getItem(key) ?? "null"));
const writeKept = (key, kept) => tryStorage(() => sessionStorage.setItem(key, JSON.stringify(kept)));
const keptKeys = () => tryStorage(() => Object.keys(sessionStorage).filter((key) => key.startsWith(prefix))) ?? [];
const drop = (key) => tryStorage(() => sessionStorage.removeItem(key));

const store = (form, isSent = false) => {
  const values = [...form.elements].filter(isKept).map((field) =>
    ["checkbox", "radio"].includes(field.type)
      ? [field.name, field.value, field.checked]
      : [field.name, field.value]);
  writeKept(keyOf(form), { who: document.body.dataset.who, isSent, values });
};

/** Gives back what was typed. True when something differs from what the server sent. */
const restore = (form, values) => {
  let isChanged = false;
  const fields = [...form.elements].filter(isKept);
  const used = new Set();
  for (const [name, value, checked] of values) {
    const field = fields.find((field) =>
      !used.has(field) && field.name === name && (checked === undefined || field.value === value));
    if (!field) continue;
    used.add(field);
    if (checked !== undefined) {
      isChanged ||= field.checked !== checked;
      field.checked = checked;
    } else if (field.value !== value) {
      isChanged = true;
      field.value = value;
    }
  }
  return isChanged;
};

const keep = () => {
  const forms = all("form[data-keep]");
  if (document.querySelector("[data-failed]")) {
    // The server could not take it: the next look at the form brings it back.
    for (const key of keptKeys()) {
      const kept = readKept(key);
      if (kept) writeKept(key, { ...kept, isSent: false });
    }
    return;
  }
  // A page that follows the sent form has it as its referrer. One opened by hand after the line broke has none.
  const hasArrived = document.referrer.startsWith(location.origin + "/");
  const hasReturned = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const here = new Map(forms.map((form) => [keyOf(form), form]));
  for (const key of keptKeys()) {
    const kept = readKept(key);
    const form = here.get(key);
    const isMine = kept?.who === document.body.dataset.who;
    if (!kept || (!isMine && form) || (kept.isSent && hasArrived && !(form && hasReturned))) {
      drop(key);
    } else if (form && restore(form, kept.values)) {
      const note = document.createElement("p");
      note.className = "hint";
      note.role = "status";
      form.prepend(note);
      note.textContent = form.dataset.kept ?? "";
    }
  }
  for (const form of forms) {
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => store(form), 300);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      store(form, true);
    });
  }
};

const warnBeforeLeaving = () => {
  for (const form of all("form[data-warn]")) {
    let isDirty = false;
    form.addEventListener("input", () => (isDirty = true));
    form.addEventListener("submit", () => (isDirty = false));
    addEventListener("beforeunload", (event) => isDirty && event.preventDefault());
  }
};

// --- Keyboard in lists: j, k, x and /. Can be switched off, as WCAG 2.1.4 asks. ---

const hasKeys = () => tryStorage(() => localStorage.getItem("keys")) !== "off";

const step = (table, by) => {
  const links = all("tbody tr", table).map((row) => row.querySelector("a[href]")).filter(Boolean);
  const row = document.activeElement.closest("tbody tr");
  const at = links.findIndex((link) => row?.contains(link));
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !hasKeys()) return;
  const table = document.querySelector("table.inbox");
  if (event.key === "/") {
    const search = document.querySelector("main input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (table && event.key === "j") step(table, 1);
  else if (table && event.key === "k") step(table, -1);
  else if (table && event.key === "x") document.activeElement.closest("tr")?.querySelector(".tick input")?.click();
};

const offerKeySwitch = () => {
  for (const button of all("[data-keys]")) {
    const show = () => (button.textContent = hasKeys() ? button.dataset.on : button.dataset.off);
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      tryStorage(() => localStorage.setItem("keys", hasKeys() ? "off" : "on"));
      show();
    });
  }
};

// --- Several rows at once ---

const bulk = () => {
  for (const master of all("input[data-all]")) {
    const form = master.form ?? document;
    const boxes = all(`input[type=checkbox][name="${CSS.escape(master.dataset.all)}"]`, form);
    const counter = form.querySelector("[data-count]");
    const label = master.closest("label");
    let last = -1;
    if (label) label.hidden = boxes.length === 0;
    const show = () => {
      const n = boxes.filter((box) => box.checked).length;
      master.checked = n > 0 && n === boxes.length;
      master.indeterminate = n > 0 && n < boxes.length;
      if (!counter) return;
      const { none, one, many } = counter.dataset;
      counter.textContent = n === 0 ? none : n === 1 ? one : fill(many, { n });
    };
    master.addEventListener("change", () => {
      for (const box of boxes) box.checked = master.checked;
      show();
    });
    boxes.forEach((box, at) => box.addEventListener("click", (event) => {
      if (event.shiftKey && last >= 0) {
        for (const one of boxes.slice(Math.min(at, last), Math.max(at, last) + 1)) one.checked = box.checked;
      }
      last = at;
      show();
    }));
    show();
  }
};

// --- The server tells of something new; the reader decides when to look. ---

const live = (place) => {
  const source = new EventSource(place.dataset.live);
  const tell = () => {
    if (place.firstChild) return;
    const link = document.createElement("a");
    link.href = place.dataset.href ?? location.href;
    link.className = "hit";
    link.textContent = place.dataset.link;
    place.append(place.dataset.text, " ", link);
  };
  // An event bears the name of its topic.
  const topics = new URL(place.dataset.live, location.href).searchParams.getAll("topic");
  for (const topic of topics) source.addEventListener(topic, tell);
  return source;
};

const listen = () => {
  let sources = [];
  const open = () => (sources = all("[data-live]").map(live));
  open();
  // An open stream would keep the page out of the back-forward cache.
  addEventListener("pagehide", () => sources.forEach((source) => source.close()));
  addEventListener("pageshow", (event) => event.persisted && open());
};

// --- All together ---

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-forget]")) keptKeys().forEach(drop);
  guard(event);
});
document.addEventListener("keydown", onKey);
addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
document.querySelector(".errors[role=alert]")?.focus();
keep();
warnBeforeLeaving();
offerKeySwitch();
bulk();
listen();
