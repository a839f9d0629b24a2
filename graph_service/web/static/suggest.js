// What can be searched for, while it is being written. The fields of searches become comboboxes with a listbox
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/); without this script they are fields.

const PAUSE = 150;
const FEWEST = 2;
let made = 0;

function element(name, attributes, ...children) {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  one.append(...children);
  return one;
}

function enhance(input) {
  const id = `suggestions-${(made += 1)}`;
  const list = element("ul", { role: "listbox", id, class: "suggestions", hidden: "" });
  const status = element("div", { role: "status", class: "sr" });
  const holder = input.closest(".field") ?? input.form;
  holder.append(list, status);
  let [items, active, timer, request] = [[], -1, 0, null];

  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
  for (const [key, value] of Object.entries(attributes)) input.setAttribute(key, value);

  function forget() {
    clearTimeout(timer);
    request?.abort();
    request = null;
  }

  function close() {
    forget();
    [items, active, list.hidden] = [[], -1, true];
    list.replaceChildren();
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const chosen = list.children[active];
    if (!chosen) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  }

  function show(found) {
    close();
    status.textContent = found.status;
    if (!found.items.length) return;
    items = found.items;
    list.setAttribute("aria-label", found.label);
    list.append(
      ...items.map(({ code, title, kind, plan }, number) => {
        const name = element("span", { class: "name", lang: "sv" });
        if (code) name.append(element("span", { class: "code" }, code), " ");
        name.append(title);
        const about = element("span", { class: "about" }, kind);
        if (plan) about.append(" · ", element("span", { lang: "sv" }, plan));
        return element("li", { role: "option", id: `${id}-${number}`, "aria-selected": "false" }, name, about);
      }),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  async function ask() {
    forget();
    const mine = (request = new AbortController());
    const asked = new URLSearchParams(new FormData(input.form));
    for (const [key, value] of [...asked]) if (!value) asked.delete(key);
    try {
      const answer = await fetch(`/sok/forslag?${asked}`, { signal: mine.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const found = await answer.json();
      if (mine === request && document.activeElement === input) show(found);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    forget();
    if (input.value.trim().length < FEWEST) close();
    else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!items.length && input.value.trim().length >= FEWEST) ask();
      else if (items.length) choose(((active + 1 + step + items.length + 1) % (items.length + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(items[active].href);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const number = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (number >= 0) location.assign(items[number].href);
  });
}

for (const input of document.querySelectorAll('form[role="search"] input[name="q"]')) enhance(input);
