// Draws the lines of the thread, and moves the cards so that they run nearly level. Without it the page says the same.

const stage = document.querySelector(".stage");
const narrow = matchMedia("(max-width: 56rem)");
const SVG = "http://www.w3.org/2000/svg";

const items = stage ? [...stage.querySelectorAll(".item")] : [];
const byPlace = new Map(items.map(item => [Number(item.dataset.n), item]));
const lines = items.flatMap(item => item.dataset.to.split(" ").filter(Boolean).map(text => ({
  left: byPlace.get(parseInt(text, 10)), right: item, stated: !text.endsWith("i"),
}))).filter(line => line.left);
const columns = stage ? [...stage.querySelectorAll(".col")] : [];
const columnOf = new Map(items.map(item => [item, columns.indexOf(item.closest(".col"))]));

/** What stands for a card: itself, or the heading of the group that it is folded into. */
function shown(item) {
  const folded = item.closest("details:not([open])");
  return folded ? folded.querySelector("summary") : item;
}

/** The parts of a column that can be moved, from top to bottom. */
const parts = columns.map(column => [...column.querySelectorAll(".item, summary, h3.grp")]);

/**
 * Move the parts of a column down so that each comes as near as it can to where it should be, in their order and by
 * their weights: the pool-adjacent-violators algorithm for isotonic regression (R. E. Barlow et al., 1972).
 */
function level(wanted) {
  const blocks = [];
  for (const { shift, weight } of wanted) {
    blocks.push({ sum: shift * weight, weight, count: 1 });
    for (;;) {
      const last = blocks.at(-1), before = blocks.at(-2);
      if (!before || (before.weight && last.weight && before.sum / before.weight <= last.sum / last.weight)) break;
      blocks.splice(-2, 2, {
        sum: before.sum + last.sum, weight: before.weight + last.weight, count: before.count + last.count,
      });
    }
  }
  return blocks.flatMap(block => Array(block.count).fill(Math.max(0, block.weight ? block.sum / block.weight : 0)));
}

function measure() {
  const top = stage.getBoundingClientRect().top;
  return parts.map(column => column.filter(part => part.checkVisibility()).map(part => {
    const box = part.getBoundingClientRect();
    return { part, top: box.top - top, height: box.height, shift: 0 };
  }));
}

function place() {
  for (const part of parts.flat()) part.style.marginTop = "";
  if (narrow.matches || stage.classList.contains("gathered")) return;
  const all = measure();
  const at = new Map(all.flat().map(one => [one.part, one]));
  const middle = item => { const one = at.get(shown(item)); return one && one.top + one.shift + one.height / 2; };
  const near = new Map();
  for (const { left, right } of lines) {
    for (const [one, other] of [[left, right], [right, left]]) {
      const key = shown(one);
      if (!near.has(key)) near.set(key, []);
      near.get(key).push(other);
    }
  }
  const heights = all.map(column => column.reduce((sum, one) => Math.max(sum, one.top + one.height), 0));
  const anchor = heights.indexOf(Math.max(...heights));
  const order = [...all.keys()].sort((a, b) => Math.abs(a - anchor) - Math.abs(b - anchor));
  const placed = new Set([anchor]);
  for (let round = 0; round < 2; round++) {
    for (const number of order) {
      if (number === anchor) continue;
      const wanted = all[number].map(one => {
        const others = (near.get(one.part) ?? []).filter(other => {
          const column = columnOf.get(other);
          return column !== number && placed.has(column);
        }).map(middle).filter(value => value !== undefined);
        // What is joined to many can be level with few of them: it gives way to what is joined to one.
        if (!others.length) return { shift: 0, weight: 0 };
        const mean = others.reduce((sum, value) => sum + value, 0) / others.length;
        return { shift: mean - one.top - one.height / 2, weight: 1 / others.length ** 2 };
      });
      level(wanted).forEach((shift, index) => { all[number][index].shift = shift; });
      placed.add(number);
    }
  }
  for (const column of all) {
    let before = 0;
    for (const one of column) {
      if (one.shift > before) {
        const own = parseFloat(getComputedStyle(one.part).marginTop) || 0;
        one.part.style.marginTop = `${own + one.shift - before}px`;
      }
      before = Math.max(before, one.shift);
    }
  }
}

function curve(x, y, toX, toY) {
  const middle = (x + toX) / 2;
  return `C${middle} ${y} ${middle} ${toY} ${toX} ${toY}`;
}

function draw() {
  stage.querySelector(":scope > svg")?.remove();
  if (narrow.matches) return;
  const all = measure();
  const frame = stage.getBoundingClientRect();
  const boxes = new Map(all.flat().map(({ part }) => {
    const box = part.getBoundingClientRect();
    return [part, { left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, height: box.height }];
  }));
  const edges = columns.map(column => {
    const box = column.getBoundingClientRect();
    return { left: box.left - frame.left, right: box.right - frame.left };
  });
  const free = all.map(column => {
    const gaps = column.map(({ part }) => boxes.get(part).top - 4);
    const last = column.at(-1);
    return last ? [...gaps, boxes.get(last.part).top + last.height + 5] : [];
  });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const chosen = stage.classList.contains("has-sel");
  const numbered = new Map([...boxes.keys()].map((part, place) => [part, place]));
  const number = part => numbered.get(part);
  const drawn = [];
  const known = new Set();
  for (const line of lines) {
    const one = shown(line.left), other = shown(line.right);
    const first = columnOf.get(line.left), last = columnOf.get(line.right);
    const from = boxes.get(one), to = boxes.get(other);
    if (!from || !to || (first === last && line.right.classList.contains("under"))) continue;
    const on = line.left.classList.contains("on") && line.right.classList.contains("on");
    const key = `${number(one)} ${number(other)}`;
    if (known.has(key) || (!on && stage.classList.contains("gathered"))) continue;
    known.add(key);
    let x = from.right, y = from.top + from.height / 2;
    const end = to.top + to.height / 2;
    let path = `M${x} ${y}`;
    if (first === last) {
      path = `M${from.left} ${y}C${from.left - 16} ${y} ${to.left - 16} ${end} ${to.left} ${end}`;
      drawn.push({ path, on, stated: line.stated, line });
      continue;
    }
    for (let column = first + 1; column < last; column++) {
      const wanted = y + (end - y) / (last - column + 1);
      const gap = free[column].length ? free[column].reduce((a, b) => Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a) : wanted;
      path += `${curve(x, y, edges[column].left, gap)}H${edges[column].right}`;
      [x, y] = [edges[column].right, gap];
    }
    path += curve(x, y, to.left, end);
    drawn.push({ path, on, stated: line.stated, line });
  }
  drawn.sort((a, b) => a.on - b.on);
  for (const { path, on, stated, line } of drawn) {
    const shape = document.createElementNS(SVG, "path");
    shape.setAttribute("d", path);
    shape.setAttribute("class", `l${stated ? "" : " inf"}${on ? " on" : ""}`);
    shape.dataset.ends = `${line.left.dataset.n} ${line.right.dataset.n}`;
    svg.append(shape);
    if (on && chosen) {
      const hit = shape.cloneNode();
      hit.setAttribute("class", "hit");
      const link = document.createElementNS(SVG, "a");
      link.append(hit);
      link.addEventListener("click", () => tell(line));
      svg.append(link);
    }
  }
  stage.prepend(svg);
}

/** Open what a line rests on. */
function tell(line) {
  const ends = [line.left.dataset.n, line.right.dataset.n].sort().join(" ");
  const step = [...document.querySelectorAll("[data-of]")].find(one => one.dataset.of.split(" ").sort().join(" ") === ends);
  const details = step?.querySelector("details");
  if (!details) return;
  details.open = true;
  details.scrollIntoView({ block: "center" });
  details.querySelector("summary").focus();
}

function arrange() {
  const begun = performance.now();
  place();
  draw();
  performance.measure("arrange", { start: begun });
}

/** The cards that the arrow keys lead to from one. */
function ahead(item, key) {
  const column = items.filter(one => columnOf.get(one) === columnOf.get(item) && one.checkVisibility());
  if (key === "ArrowDown") return column[column.indexOf(item) + 1];
  if (key === "ArrowUp") return column[column.indexOf(item) - 1];
  const next = key === "ArrowLeft" ? lines.filter(line => line.right === item).map(line => line.left)
    : lines.filter(line => line.left === item).map(line => line.right);
  const others = next.filter(one => columnOf.get(one) !== columnOf.get(item) && one.checkVisibility());
  return others.find(one => one.classList.contains("on")) ?? others[0];
}

if (stage && items.length) {
  document.querySelector(".kbd").hidden = false;
  arrange();
  let width = stage.clientWidth;
  new ResizeObserver(() => {
    if (stage.clientWidth !== width) { width = stage.clientWidth; arrange(); }
  }).observe(stage);
  stage.addEventListener("toggle", arrange, true);
  document.fonts?.ready.then(arrange);
  if (location.hash === "#vald") document.querySelector("#vald")?.scrollIntoView();
  stage.addEventListener("keydown", event => {
    const item = event.target.closest(".item");
    if (!item || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key.startsWith("Arrow")) {
      const next = ahead(item, event.key);
      if (next) { event.preventDefault(); next.querySelector("a").focus(); }
    } else if (event.key === "Escape") {
      document.querySelector("#clear")?.click();
    }
  });
}
