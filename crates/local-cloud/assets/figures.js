// Which columns of a tab are figures that a person follows over time.

/** The kinds in the order in which they are shown. */
export const KINDS = ["price", "stock", "sold"];

/**
 * The columns with figures: their place, name and kind. A column of one product among several is of the kind "item" in
 * a card, where only the total has room, and says what it tells by `of`.
 */
export function columnsOf(header) {
  const found = [];
  for (const kind of KINDS) {
    header.forEach((name, place) => {
      const isTotal = name === kind || name === `total ${kind}`;
      if (isTotal || name.endsWith(` ${kind}`)) found.push({ place, name, kind: isTotal ? kind : "item", of: kind });
    });
  }
  return found;
}

/** Where the time stands, -1 where there is none. */
export const timeColumn = (header) => header.indexOf("time");
