// Readings that have none beside them: no line leads to them, so each is drawn as a point.

/** Their indices in values that are null where nothing was read. */
export function loneOf(values) {
  const isRead = (index) => typeof values[index] === "number";
  return values.flatMap((_, index) => (isRead(index) && !isRead(index - 1) && !isRead(index + 1) ? [index] : []));
}
