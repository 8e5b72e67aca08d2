// The documentation as one of the pages: their bar, a filter over all operations, the licence of the data, and names for
// the controls of Swagger UI that have none (axe: label, select-name, nested-interactive).
(() => {
  const root = new URL("..", document.querySelector('script[src*="/theme/"]').src).pathname.replace(
    /\/docs\/static\/$/,
    "",
  );
  const make = (tag, properties, ...kids) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...kids);
    return node;
  };
  const link = (path, words) => make("a", { href: `${root}${path}`, textContent: words });
  const here = link("/docs", "API");
  here.setAttribute("aria-current", "page");
  const nav = make(
    "nav",
    { ariaLabel: "Sections" },
    link("/events", "Events"),
    link("/sources", "Articles"),
    link("/participants", "People"),
    link("/dyads", "Pairs"),
    link("/timeline", "Timeline"),
    link("/map", "Map"),
    link("/search", "Search"),
    here,
  );
  const word = link("/", "Communiqué");
  word.className = "docs-word";
  const bar = make("header", { className: "docs-bar" }, word, nav);
  const field = make("input", {
    type: "search",
    id: "docs-filter",
    placeholder: "events, csv, dyads …",
    autocomplete: "off",
  });
  const label = make("label", { htmlFor: "docs-filter", textContent: "Find an operation" });
  const said = make("span", { role: "status" });
  const terms = make(
    "span",
    {},
    "Data: curated records CC BY 4.0; other datasets under ",
    link("/datasets", "their own terms"),
    ".",
  );
  const tools = make("div", { className: "docs-tools", role: "search" }, label, field, said, terms);
  const skip = make("a", { className: "docs-skip", href: "#swagger-ui", textContent: "Skip to the operations" });
  document.body.prepend(skip, bar, tools);
  const main = document.getElementById("swagger-ui");
  main.setAttribute("role", "main");
  document.head.append(make("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }));

  /** Shows the operations whose method, path or summary has all the words. */
  function filter() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const section of document.querySelectorAll(".opblock-tag-section")) {
      let any = false;
      for (const block of section.querySelectorAll(".opblock")) {
        const text =
          `${section.querySelector(".opblock-tag")?.textContent ?? ""} ${block.querySelector(".opblock-summary")?.textContent ?? ""}`.toLowerCase();
        const found = words.every((one) => text.includes(one));
        block.classList.toggle("docs-hidden", !found);
        any ||= found;
        shown += found ? 1 : 0;
      }
      section.classList.toggle("docs-hidden", words.length > 0 && !any);
    }
    said.textContent = words.length === 0 ? "" : `${shown} operations`;
  }
  field.addEventListener("input", filter);

  /** Names what has no name; a link inside a button is no link to a keyboard. */
  function mend() {
    for (const select of main.querySelectorAll("select:not([aria-label])")) {
      const row = select.closest("tr")?.dataset.paramName;
      select.setAttribute("aria-label", row ?? (select.id === "servers" ? "Server" : select.title || "Choose"));
    }
    for (const input of main.querySelectorAll("input:not([aria-label]), textarea:not([aria-label])")) {
      input.setAttribute("aria-label", input.closest("tr")?.dataset.paramName ?? (input.placeholder || "Value"));
    }
    for (const inner of main.querySelectorAll(".opblock-summary-control a[href]")) inner.removeAttribute("href");
  }
  new MutationObserver(mend).observe(main, { childList: true, subtree: true });
  mend();
})();
