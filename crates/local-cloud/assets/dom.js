// Elements without markup strings: foreign text only ever becomes a text node.

/** Makes an element; properties whose name has a dash are set as attributes. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** Writes a text only where it differs, so that nothing flickers and a selection survives. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides an element. */
export function setShown(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/** Keeps the children of `parent` in step with `items`: what stays keeps its element, focus and scroll position. */
export function reconcile(parent, items, { key, create, update }) {
  const wanted = new Map(items.map((item, index) => [String(key(item, index)), item]));
  const present = new Map();
  for (const child of [...parent.children]) {
    if (wanted.has(child.dataset.key)) present.set(child.dataset.key, child);
    else child.remove();
  }
  let place = parent.firstElementChild;
  for (const [name, item] of wanted) {
    let child = present.get(name);
    if (!child) {
      child = create(item);
      child.dataset.key = name;
    }
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
    update(child, item);
  }
}

/** Keeps a scroller at its end while it grows or is resized, unless somebody scrolled back. Returns a jump there. */
export function stickToEnd(scroller) {
  let atEnd = true;
  let last = 0;
  const follow = () => {
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener("scroll", () => {
    const position = scroller.scrollTop;
    const left = scroller.scrollHeight - scroller.clientHeight - position;
    // What grew since the last frame is no scrolling back.
    if (left < 48) atEnd = true;
    else if (position < last && scroller.clientHeight > 0) atEnd = false;
    last = position;
  });
  const observer = new ResizeObserver(follow);
  for (const element of [scroller, ...scroller.children]) observer.observe(element);
  return () => {
    atEnd = true;
    follow();
  };
}

/** Fills the head of a section: how many there are, and the text for none. */
export function setCount(section, count, text = count ? String(count) : "") {
  setText(section.querySelector(".count"), text);
  setShown(section.querySelector(".empty"), count === 0);
}
