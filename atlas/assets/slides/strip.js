// The dated events that the points of a slide cite, on a line of years under the map; each appears with its point.

/** The lowest row for each label in which it covers no other; `boxes` are [left, right] in the order of time. */
const rowsFor = boxes => {
  const ends = []
  return boxes.map(([left, right]) => {
    const free = ends.findIndex(end => end < left)
    const row = free < 0 ? ends.length : free
    ends[row] = right
    return row
  })
}

/** Draws the strip of a slide into an element: `first` and `last` day, `marks` of {day, label, point}. */
const drawStrip = (host, strip) => {
  host.hidden = !strip
  host.replaceChildren()
  if (!strip) return
  const [first, last] = [toDay(strip.first), toDay(strip.last)]
  const width = host.clientWidth
  const across = day => (width * (day - first)) / Math.max(1, last - first)
  const axis = host.appendChild(make("div", "axis"))
  const every = [1, 2, 5, 10, 20].find(step => (yearOf(last) - yearOf(first)) / step <= 7)
  for (let year = Math.ceil(yearOf(first) / every) * every; year <= yearOf(last); year += every) {
    const at = across(Math.max(first, toDay(`${year}-01-01`)))
    if (at > width - 50) break
    axis.appendChild(make("span", "", String(year))).style.left = `${at}px`
  }
  const labels = strip.marks.map(({ label, point }) => {
    const mark = host.appendChild(make("div", "mark"))
    mark.append(make("span", "", label), make("i"))
    mark.dataset.reveal = point
    return mark
  })
  const places = strip.marks.map(({ day }, place) => {
    const at = across(toDay(day))
    const own = labels[place].firstChild.offsetWidth
    return [at, Math.min(Math.max(0, at - own / 2), width - own), own]
  })
  const rows = rowsFor(places.map(([, left, own]) => [left, left + own + 8]))
  const high = labels[0]?.firstChild.offsetHeight ?? 0
  labels.forEach((mark, place) => {
    const [at, left] = places[place]
    mark.style.left = `${at}px`
    mark.firstChild.style.left = `${left - at}px`
    mark.style.height = `${(rows[place] + 1) * high + 12}px`
  })
  host.style.height = `${(Math.max(0, ...rows) + 1) * high + 12 + axis.offsetHeight}px`
}
