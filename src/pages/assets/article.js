// Two-way marks and "bring your own copy". Without this module the page is whole: marks are links to values, signs are links to words.
const text = document.getElementById("text");
const bar = document.getElementById("apparatus");
const marks = [...text.querySelectorAll(".run")];
const runs = marks.filter((run) => run.matches("a"));
const rows = new Map([...document.querySelectorAll(".v")].map((row) => [row.dataset.n, row]));
const byValue = new Map();
for (const run of marks) for (const n of run.dataset.v.split(" ")) byValue.set(n, [...(byValue.get(n) ?? []), run]);
/** A value that rests on few words is more particular than one that rests on many. */
const reachOf = (row) => (byValue.get(row.dataset.n) ?? []).reduce((sum, run) => sum + run.textContent.length, 0);
const wide = matchMedia("(min-width: 62rem)");
// What is chosen is told by classes from here on: `:target` stays where the page was entered.
document.documentElement.classList.add("live");
let lit = [];
let held = false;

function clear() {
  for (const node of lit) node.classList.remove("on", "has");
  lit = [];
}
function light(nodes, name = "on") {
  for (const node of nodes) {
    node.classList.add(name);
    lit.push(node);
  }
}
function fold(row) {
  const box = row.closest("details");
  return box && !box.open ? box : null;
}
function intoView(node, box) {
  const a = node.getBoundingClientRect();
  const b = box.getBoundingClientRect();
  if (a.top < b.top || a.bottom > b.bottom) box.scrollTop += a.top - b.top - box.clientHeight / 3;
}
function fromText(run, hold) {
  clear();
  const values = run.dataset.v
    .split(" ")
    .map((n) => rows.get(n))
    .filter(Boolean)
    .sort((a, b) => reachOf(a) - reachOf(b));
  light([run]);
  light(values);
  for (const value of values) {
    const box = fold(value);
    if (box) light([box.querySelector("summary")], "has");
  }
  const first = values.find((value) => !fold(value)) ?? values[0];
  const box = document.getElementById("records");
  if (wide.matches && first) intoView(fold(first) ?? first, box);
  if (hold && !wide.matches) show(run, values);
}
/** Hover only marks; focus and a click also bring the words into view, as moving the page under a pointer would choose the next row. */
function fromValue(row, scroll) {
  clear();
  light([row]);
  const own = byValue.get(row.dataset.n) ?? [];
  light(own);
  if (scroll && wide.matches && own[0]) {
    const a = own[0].getBoundingClientRect();
    if (a.top < 0 || a.bottom > innerHeight)
      own[0].scrollIntoView({
        block: "center",
        behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
      });
  }
}
const short = (words) => (words.length > 90 ? `${words.slice(0, 88).replace(/\s\S*$/, "")} …` : words);
/** On narrow screens the values of the chosen words come up from below. */
function show(run, values) {
  const head = document.createElement("p");
  head.className = "ah";
  const shut = Object.assign(document.createElement("button"), { type: "button", textContent: bar.dataset.close });
  shut.addEventListener("click", () => {
    hide();
    run.focus();
  });
  head.append(
    Object.assign(document.createElement("b"), { textContent: `${bar.getAttribute("aria-label")}: ${values.length}` }),
    shut,
  );
  const list = document.createElement("ul");
  for (const row of values.slice(0, 40)) {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), {
      href: `#${row.id}`,
      textContent: row.querySelector("dt").textContent,
    });
    const words = row.querySelector("dd").cloneNode(true);
    for (const note of words.querySelectorAll(".note, .to")) note.remove();
    item.append(
      link,
      " ",
      short(words.textContent.trim()),
      " — ",
      Object.assign(document.createElement("span"), {
        className: "soft",
        textContent: row.closest(".rec").querySelector("h4").textContent,
      }),
    );
    list.append(item);
  }
  bar.replaceChildren(head, list);
  bar.hidden = false;
}
function hide() {
  bar.hidden = true;
  held = false;
  clear();
}

text.addEventListener("pointerover", (event) => {
  const run = event.target.closest(".run");
  if (run && !held && event.pointerType === "mouse") fromText(run, false);
});
text.addEventListener("pointerleave", () => {
  if (!held) clear();
});
text.addEventListener("focusin", (event) => {
  const run = event.target.closest(".run");
  if (run) {
    held = false;
    fromText(run, false);
  }
});
text.addEventListener("click", (event) => {
  const run = event.target.closest("a.run");
  if (!run || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  held = true;
  fromText(run, true);
  history.replaceState(null, "", `#${run.id}`);
});
// One stop of the Tab key for all marks; arrows go from mark to mark.
const reach = (run) => {
  for (const other of runs) other.tabIndex = other === run ? 0 : -1;
};
if (runs[0]) reach(runs[0]);
text.addEventListener("keydown", (event) => {
  const i = runs.indexOf(document.activeElement);
  if (i < 0) return;
  const next = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1, Home: 0, End: runs.length - 1 }[
    event.key
  ];
  if (event.key === "Escape") hide();
  if (next === undefined || !runs[next]) return;
  event.preventDefault();
  reach(runs[next]);
  runs[next].focus();
});
for (const row of rows.values()) {
  row.addEventListener("pointerenter", (event) => {
    if (!held && event.pointerType === "mouse" && wide.matches) fromValue(row, false);
  });
  row.addEventListener("pointerleave", () => {
    if (!held) clear();
  });
  row.addEventListener("focusin", () => {
    held = false;
    fromValue(row, true);
  });
  row.addEventListener("click", (event) => {
    // The sign stands for this value alone; as a link it would choose its words, and with them all values on them.
    const sign = wide.matches && !event.metaKey && !event.ctrlKey && event.target.closest("a.to");
    if (sign) {
      event.preventDefault();
      history.replaceState(null, "", `#${row.id}`);
    }
    if (sign || !event.target.closest("a")) {
      fromValue(row, true);
      held = true;
    }
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
document.addEventListener("click", (event) => {
  if (held && !event.target.closest(".run, .v, #apparatus")) hide();
});

function land() {
  const node = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!node) return;
  const box = node.closest("details");
  if (box) box.open = true;
  if (node.matches(".v")) {
    held = true;
    if (wide.matches) intoView(node, document.getElementById("records"));
    else node.scrollIntoView({ block: "center" });
    fromValue(node, true);
    bar.hidden = true;
  } else if (node.matches(".run")) {
    held = true;
    fromText(node, true);
  }
}
addEventListener("hashchange", land);
// The browser goes to the fragment itself when the page has loaded; what is said here comes after it.
if (location.hash) addEventListener("load", () => setTimeout(land));

// Your own copy: compared here, shown here, sent nowhere. The field has no name and stands in no form.
const desk = document.getElementById("own-desk");
const words = desk.dataset;
const make = (tag, properties, ...kids) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...kids);
  return node;
};
const field = make("textarea", {
  id: "own-text",
  rows: 6,
  spellcheck: false,
  autocomplete: "off",
  lang: words.language ?? "",
});
const file = make("input", { type: "file", id: "own-file", accept: ".txt,text/plain" });
const button = make("button", { type: "button", textContent: words.check });
const said = make("p", { id: "own-said", role: "status" });
/** Bytes of a file that could still be the text: four to a code point, and as many again for line ends. */
const most = 8 * Number(text.dataset.length) + 1024;

async function hash(value) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(value)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The spelling of a text that is the one on record: as given, with LF, without a byte order mark, with or without last line ends, in NFC. */
async function spelling(value) {
  const lines = value.replaceAll("\r\n", "\n").replace(/^\uFEFF/, "");
  const bare = lines.replace(/\n+$/, "");
  for (const one of new Set([value, lines, bare, `${bare}\n`, lines.normalize("NFC")])) {
    if ((await hash(one)) === text.dataset.sha) return one;
  }
  return null;
}

async function take(value) {
  const found = await spelling(value);
  desk.classList.toggle("bad", found === null);
  if (found === null) {
    const begins = (await hash(value)).slice(0, 12);
    said.textContent = `${words.refused} ${begins}…, ${[...value].length} ${words.length} ${text.dataset.length}. ${words.differs}`;
    return;
  }
  const points = [...found];
  for (const part of text.querySelectorAll("[data-s]")) {
    if (part.classList.contains("gap")) {
      part.className = "filled";
      part.removeAttribute("title");
    }
    part.textContent = points.slice(Number(part.dataset.s), Number(part.dataset.e)).join("");
  }
  text.classList.add("whole");
  document.getElementById("served").textContent = text.dataset.whole;
  said.textContent = words.accepted;
}

if (globalThis.crypto?.subtle === undefined) {
  desk.append(make("p", { className: "hint", id: "own-said", textContent: words.crypto }));
} else {
  desk.append(
    make("label", { htmlFor: field.id, textContent: words.paste }),
    field,
    make(
      "p",
      { className: "actions" },
      button,
      make("label", { className: "file" }, make("span", { textContent: words.open }), file),
    ),
    said,
  );
  button.addEventListener("click", () => void take(field.value));
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (chosen === undefined) return;
    if (chosen.size > most) {
      desk.classList.add("bad");
      said.textContent = words.large;
      return;
    }
    await take(await chosen.text());
  });
}
