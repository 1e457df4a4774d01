// The legends: what colours, circles and lines mean, and how many states or borders have each on the shown day.

const POLICY = "Boundaries and names do not imply endorsement."
const OF_STATUS = "Hatched in white: contested. Pale: territories to which the treaty is not known to apply, and undetermined areas (hatched)."
const OF_OTHERS = "Pale: territories and undetermined areas (hatched), which are not counted."
const OF_CIRCLES = "Squares: states too small to be seen; their circles stand beside them."
const WHITE_STRIPES = "White stripes: contested."
const MAIN = 6

const signed = step => `(${step > 0 ? "+" : step < 0 ? "−" : "±"}${Math.abs(step)})`

/** The small drawing of an entry; `inside` is SVG that the module itself writes. */
const makeSwatch = (inside, width = 16) => {
  const swatch = document.createElementNS(SVG, "svg")
  swatch.setAttribute("viewBox", `0 0 ${width} 16`)
  swatch.setAttribute("aria-hidden", "true")
  swatch.innerHTML = inside
  return swatch
}

/** A legend of the classes in this order: buttons where a class can be chosen, otherwise a plain list. */
const makeLegend = ({ kind, title, shown, order, swatch, choose }) => {
  const legend = make("div", "legend")
  legend.dataset.kind = kind
  const entries = make("div", "entries")
  entries.setAttribute("role", choose ? "group" : "list")
  entries.setAttribute("aria-label", choose ? "Statuses; choose one or more to filter" : title || "Legend")
  entries.append(...order.map(index => {
    const entry = make(choose ? "button" : "span", "entry")
    Object.assign(entry.dataset, { index, status: shown.statuses[index] })
    entry.title = shown.styles[index].meaning ?? ""
    entry.append(swatch(index), shown.styles[index].label, " ", make("b"), make("i"))
    if (!choose) entry.setAttribute("role", "listitem")
    else Object.assign(entry, { type: "button", onclick: () => choose(shown.statuses[index]) })
    return entry
  }))
  if (title) legend.append(make("p", "of", title))
  legend.append(entries)
  return legend
}

/** Writes the counts into a legend, and the changes since another day where these are given. */
const showCounts = ({ element, rare, choose }, now, before, chosen) => {
  element.classList.toggle("filtered", !!choose && chosen.size > 0)
  for (const entry of element.querySelectorAll(".entry")) {
    const index = +entry.dataset.index
    entry.querySelector("b").textContent = now[index]
    entry.querySelector("i").textContent = before ? signed(now[index] - before[index]) : ""
    if (choose) entry.setAttribute("aria-pressed", chosen.has(entry.dataset.status))
    entry.hidden = rare(index) && !now[index]
  }
}

Object.assign(AtlasMap.prototype, {
  /** A legend each for shapes, circles and lines; only that of the statuses is a filter, and only where there is a bar. */
  makeLegends() {
    const { data, history, painted, circled, lines } = this
    const ofStatus = painted === history
    const states = shown => ({ shown, order: [...shown.statuses.keys()], counted: day => countsOn(shown, day, this.within()), rare: () => !!data.filling })
    const legends = [{ kind: "shapes", ...states(painted), title: painted.title ?? "", swatch: index => this.shapeSwatch(index) }]
    if (ofStatus) Object.assign(legends[0], {
      title: circled || lines ? "Status" : "",
      order: data.order.map(code => history.statuses.indexOf(code)),
      rare: index => data.filling || index >= MAIN,
      choose: data.controls ? code => this.toggle(code) : null,
    })
    if (circled) legends.push({ kind: "circles", ...states(circled), title: `Circles: ${circled.title}`, swatch: index => this.circleSwatch(index) })
    if (lines) legends.push({ kind: "lines", ...states(lines), title: "Land borders", counted: day => countLines(lines, this.recorded, day, this.ofLines()), rare: () => true, swatch: index => this.lineSwatch(index) })
    this.legends = legends.map(legend => ({ ...legend, element: makeLegend(legend) }))
    this.part("legends").replaceChildren(...this.legends.map(({ element }) => element))
    this.part("policy").textContent = data.filling ? POLICY : [POLICY, ofStatus ? OF_STATUS : OF_OTHERS, circled ? OF_CIRCLES : ""].join(" ").trim()
  },

  shapeSwatch(index) {
    return makeSwatch(`<rect x="1" y="1" width="14" height="14" rx="3" stroke="${this.ink}" fill="${this.fill(index, false)}"/>`)
  },

  /** Counts of the shown day; on a map with a bar also the changes since the end of the year before. */
  showLegends() {
    const { data, day, chosen } = this
    const before = data.controls && !data.overlay ? toDay(`${yearOf(day) - 1}-12-31`) : null
    if (data.filling) this.part("policy").textContent = [this.contestedNow() ? WHITE_STRIPES : "", POLICY].join(" ").trim()
    for (const legend of this.legends) showCounts(legend, legend.counted(day), before === null ? null : legend.counted(before), chosen)
    this.part("since").textContent = this.countedOn(before)
  },

  /** Whether the class of any state is contested on the shown day. */
  contestedNow() {
    return Object.values(this.painted.steps).some(steps => {
      const since = stepOn(steps, this.day)[4]
      return since !== null && since <= this.day
    })
  },

  /** What the numbers of the legends count, and which states are faded where no legend says it. */
  countedOn(before) {
    const { data, day, history, painted, chosen } = this
    const what = this.lines ? "Number of states, and of land borders between a bound and a not bound state," : "Number of states"
    const changed = before === null ? "" : `; in brackets the change since ${longDay(before)}`
    const counted = data.overlay ? "Number of states." : `${what} on ${longDay(day)}${changed}.`
    const labels = [...chosen].map(code => history.styles[history.statuses.indexOf(code)].label)
    return painted === history || !labels.length ? counted : `${counted} Faded: states whose status is not ${labels.join(" or ")}.`
  },
})
