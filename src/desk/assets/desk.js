// The desk: the text with the words of every line, the lines beside it, and one key or click a step.
// All that a sheet or a text says is put in as text. Offsets count code points, as those of the sheet do.
const byId = (id) => document.getElementById(id);
const [textBox, linesBox, notice] = [byId("text"), byId("lines"), byId("notice")];
const { text } = await (await fetch("text")).json();
const points = Array.from(text);
let state = null;
/** The line that is worked on: its key and its place among all lines. */
let current = { key: null, at: 0 };
/** The event that is to be merged into the next one. */
let merging = null;

/** One step at a time: the next one needs the version that this one makes. */
const isBusy = () => linesBox.getAttribute("aria-busy") === "true";
const setBusy = (busy) => linesBox.setAttribute("aria-busy", String(busy));

/** An element with its attributes, handlers among them, and what it holds. */
function make(tag, props = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...kids.filter((kid) => kid !== null));
  return node;
}

const keyOf = (collection, id, path) => [collection, id, path].filter(Boolean).join(" ");
const rows = () => [...linesBox.querySelectorAll(".line")];
const rowOf = (key) => rows().find((row) => row.dataset.key === key);
const targetOf = (row, isWhole = false) => ({
  collection: row.dataset.collection || null,
  id: row.dataset.id || null,
  path: isWhole ? null : row.dataset.path,
});
/** All lines in the order of the page, each with its key. */
const linesOf = ({ header, records }) => [
  ...header.map((line) => ({ ...line, key: keyOf(null, null, line.path) })),
  ...records.flatMap(({ collection, id, lines }) =>
    lines.map((line) => ({ ...line, key: keyOf(collection, id, line.path) })),
  ),
];

function say(message, isFault = false) {
  notice.textContent = message;
  notice.classList.toggle("fault", isFault);
}

/** Draws what the server said; the line that is worked on stays, or the one in its place. */
function show(next) {
  const scroll = linesBox.parentElement.scrollTop;
  state = next;
  const { header, records, faults, decided, undecided } = state;
  const groups = records.map((record) => recordNode(record));
  const heads =
    header.length === 0 ? [] : [make("ol", { class: "rec" }, ...header.map((line) => lineNode(line, null, null)))];
  const wrong = faults.map((fault) => make("p", { class: "fault" }, fault));
  linesBox.replaceChildren(...wrong, ...heads, ...groups);
  byId("progress").textContent = `${decided} decided, ${undecided} undecided`;
  byId("use").textContent = useWords();
  drawText();
  linesBox.parentElement.scrollTop = scroll;
  const all = rows();
  choose(rowOf(current.key) ?? all[Math.min(current.at, all.length - 1)], false);
}

function useWords() {
  const share = (part, whole) => (whole === 0 ? "0 %" : `${Math.round((100 * part) / whole)} %`);
  const words = ({ served, rest, quoted }) =>
    `${share(served, rest)} outside quotes, ${share(served + quoted, rest + quoted)} in all`;
  const { decided, all } = state.use;
  const isOver =
    decided.served * 2 > decided.rest || (decided.served + decided.quoted) * 3 > (decided.rest + decided.quoted) * 2;
  return `Decided lines use ${words(decided)}; with the undecided ${words(all)}. At most 50 % and 67 %.${isOver ? " That is too much: cite shorter phrases." : ""}`;
}

function recordNode({ collection, id, lines, faults }) {
  const whole = (step) => () => take({ do: step, at: { collection, id, path: null } });
  const left = lines.filter(({ isUndecided }) => isUndecided).length;
  const button = (name, act) =>
    make("button", { type: "button", class: "button", "aria-label": `${name} ${id}`, onclick: act }, name);
  return make(
    "section",
    { class: "rec", "data-merging": merging === id },
    make(
      "div",
      { class: "title" },
      make("h3", {}, make("span", { class: "soft" }, `${collection} `), id),
      left > 0 ? button("Accept all", whole("accept")) : null,
      button("Reject all", whole("reject")),
      collection === "events"
        ? button(merging === null || merging === id ? "Merge" : "Merge into this", () => merge(id))
        : null,
    ),
    ...faults.map((fault) => make("p", { class: "fault" }, fault)),
    make("ol", {}, ...lines.map((line) => lineNode(line, collection, id))),
  );
}

function lineNode({ path, text: words, isUndecided, marks, faults }, collection, id) {
  const key = keyOf(collection, id, path);
  const act = (step) => () => {
    choose(rowOf(key), false);
    step();
  };
  const button = (sign, name, step) =>
    make(
      "button",
      {
        type: "button",
        class: "button",
        tabindex: -1,
        title: name,
        "aria-label": `${name} ${key}`,
        onclick: act(step),
      },
      sign,
    );
  return make(
    "li",
    {
      class: `line${isUndecided ? " undecided" : ""}`,
      tabindex: -1,
      "data-key": key,
      "data-collection": collection ?? "",
      "data-id": id ?? "",
      "data-path": path,
      onclick: (event) => event.target.closest("button, textarea, input") ?? choose(rowOf(key)),
    },
    make(
      "span",
      { class: "path" },
      path,
      isUndecided ? "?" : "",
      make("span", { class: "vh" }, isUndecided ? " undecided: " : ": "),
    ),
    make("span", { class: "words" }, words),
    make(
      "span",
      { class: "steps" },
      isUndecided ? button("✓", "Accept", accept) : null,
      button("✗", "Reject", reject),
      button("✎", "Correct", edit),
    ),
    ...marks.map((mark) => make("span", { class: "hint" }, mark)),
    ...faults.map((fault) => make("span", { class: "fault" }, fault)),
  );
}

/** The text in runs that begin and end where the words of lines do. */
function drawText() {
  const spans = linesOf(state).flatMap(({ key, spans, isUndecided }) =>
    spans.map(([start, end]) => ({ key, start, end, isUndecided })),
  );
  const borders = [...new Set([0, points.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  const nodes = borders.slice(0, -1).map((start, at) => {
    const end = borders[at + 1];
    const over = spans.filter((span) => span.start <= start && span.end >= end);
    const words = points.slice(start, end).join("");
    if (over.length === 0) return make("span", { "data-start": start }, words);
    const keys = over.toSorted((a, b) => a.end - a.start - (b.end - b.start)).map(({ key }) => key);
    const name = over.every(({ isUndecided }) => isUndecided) ? "derived" : "stated";
    return make(
      "span",
      { class: `run ${name}`, "data-start": start, "data-keys": JSON.stringify([...new Set(keys)]) },
      words,
    );
  });
  textBox.replaceChildren(...nodes);
}

/** Makes a line the one that is worked on; its words are marked, and brought into view where that is wanted. */
function choose(row, isMoved = true) {
  for (const node of document.querySelectorAll(".on")) node.classList.remove("on");
  for (const other of rows()) other.tabIndex = -1;
  if (!row) return;
  current = { key: row.dataset.key, at: rows().indexOf(row) };
  row.tabIndex = 0;
  row.classList.add("on");
  row.focus({ preventScroll: true });
  const { spans } = linesOf(state).find(({ key }) => key === current.key) ?? { spans: [] };
  const isOver = (start) => spans.some(([from, to]) => from <= start && start < to);
  const runs = [...textBox.querySelectorAll(".run")].filter(({ dataset }) => isOver(Number(dataset.start)));
  for (const run of runs) run.classList.add("on");
  if (!isMoved) return;
  row.scrollIntoView({ block: "nearest" });
  const place = runs[0]?.getBoundingClientRect();
  if (place && (place.top < 0 || place.bottom > innerHeight)) runs[0].scrollIntoView({ block: "center" });
}

const chosen = () => rowOf(current.key);
function move(by) {
  const all = rows();
  choose(all[Math.max(0, Math.min(all.length - 1, current.at + by))]);
}
/** The next undecided line behind the one that is worked on, then from the first. */
function next() {
  const all = rows();
  const row = [...all.slice(current.at + 1), ...all.slice(0, current.at + 1)].find(({ classList }) =>
    classList.contains("undecided"),
  );
  if (row) choose(row);
  else say("Every line is decided: now find the words with npm run verify, then npm run validate.");
}

/** Sends a step; what comes back is how the sheet stands, whether it was taken or not. */
async function take(edit) {
  if (isBusy()) return false;
  setBusy(true);
  try {
    const response = await fetch("steps", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ version: state.version, edit }),
    });
    const body = await response.json();
    if (response.ok) {
      say("Saved.");
      show(body);
    } else {
      say(body.message, true);
      if (body.state) show(body.state);
    }
    return response.ok;
  } catch {
    say("The desk does not answer: is it still running? What was saved is in the sheet.", true);
    return false;
  } finally {
    setBusy(false);
  }
}

async function accept() {
  const row = chosen();
  if (row && (await take({ do: "accept", at: targetOf(row) }))) next();
}
async function reject() {
  const row = chosen();
  if (row) await take({ do: "reject", at: targetOf(row) });
}
async function whole(step) {
  const row = chosen();
  if (row?.dataset.id && (await take({ do: step, at: targetOf(row, true) })) && step === "accept") next();
}

/** A box in the place of something; Enter gives its text to a step, Escape closes it. */
function ask(row, label, value, step) {
  const box = make("textarea", { "aria-label": label, rows: Math.min(12, 1 + Math.ceil(value.length / 60)) });
  box.value = value;
  const close = () => {
    box.remove();
    choose(chosen(), false);
  };
  box.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (await step(box.value)) choose(chosen());
    }
  });
  row.querySelector("textarea")?.remove();
  row.append(box);
  box.focus();
}

function edit() {
  const row = chosen();
  if (!row) return;
  const line = linesOf(state).find(({ key }) => key === current.key);
  if (line.isList) say("This line has several entries: correct it in an editor.", true);
  else ask(row, `Line ${current.key}`, line.text, (value) => take({ do: "correct", at: targetOf(row), text: value }));
}
function rename() {
  const row = chosen();
  if (!row?.dataset.id) return;
  const { collection, id } = targetOf(row, true);
  ask(row, `Id of ${id}`, id, async (value) => {
    current = { ...current, key: keyOf(collection, value, row.dataset.path) };
    return take({ do: "rename", at: { collection, id, path: null }, id: value.trim() });
  });
}
function add() {
  const row = chosen();
  if (!row?.dataset.id) return;
  const { collection, id } = targetOf(row, true);
  ask(row, `New line of ${id}, as path: line`, "", (value) => {
    const [, path = "", line = ""] = /^\s*([^\s:]+):\s*([\s\S]*)$/.exec(value) ?? [];
    current = { ...current, key: keyOf(collection, id, path) };
    return take({ do: "add", at: { collection, id, path }, text: line });
  });
}

/** The first event is remembered, the second takes it in. */
async function merge(id) {
  const from = merging;
  merging = from === null ? id : null;
  if (from === null) say(`${id} will be merged: press m, or Merge, on the event that stays.`);
  else if (from === id) say("Nothing is merged.");
  else return take({ do: "merge", from, into: id });
  show(state);
}

/** Where a place of the selection is in the text, in code points. */
function placeOf(node, offset) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!run || !textBox.contains(run)) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : "";
  return Number(run.dataset.start) + Array.from(before).length;
}
async function cite(isMore) {
  const row = chosen();
  const selection = getSelection();
  if (!row || selection.rangeCount === 0 || selection.isCollapsed) return say("Select words of the text first.", true);
  const range = selection.getRangeAt(0);
  const [start, end] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
  if (start === null || end === null) return say("Select words of the text first.", true);
  selection.removeAllRanges();
  return take({ do: "cite", at: targetOf(row), start, end, isMore });
}

const KEYS = {
  a: accept,
  x: reject,
  e: edit,
  w: () => cite(false),
  W: () => cite(true),
  n: next,
  j: () => move(1),
  ArrowDown: () => move(1),
  k: () => move(-1),
  ArrowUp: () => move(-1),
  A: () => whole("accept"),
  X: () => whole("reject"),
  m: () => {
    const { collection, id } = chosen()?.dataset ?? {};
    if (collection === "events") merge(id);
    else say("Events are merged: choose a line of one.", true);
  },
  r: rename,
  i: add,
  z: () => (state.canUndo ? take({ do: "undo" }) : say("There is no step to take back.")),
};
document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  const isTyping = event.target.closest("textarea, input, select, summary");
  const isScrolling = event.key.startsWith("Arrow") && textBox.contains(event.target);
  if (!act || isTyping || isScrolling || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

/** A click on words chooses the line with the fewest of them; another click the next. */
textBox.addEventListener("click", (event) => {
  const run = event.target.closest(".run");
  if (!run || !getSelection().isCollapsed) return;
  const keys = JSON.parse(run.dataset.keys);
  choose(rowOf(keys[(keys.indexOf(current.key) + 1) % keys.length]));
});

async function load() {
  const response = await fetch("state");
  const body = await response.json();
  if (!response.ok) say(body.message, true);
  else if (body.version !== state?.version) {
    if (state !== null) say("The sheet was changed by another program: this is how it stands.");
    show(body);
  }
}
addEventListener("focus", () => {
  if (!isBusy() && !linesBox.querySelector("textarea")) load();
});
await load();
if (state !== null) choose(linesBox.querySelector(".undecided") ?? rows()[0]);
