// The component: one instance a mounted element; `update` takes what the server says, `report` tells it what was chosen.

const REST = 350
const PACE = 750
const instances = new WeakMap()
const style = document.createElement("style")
style.textContent = CSS
document.head.append(style)
let serial = 0

class AtlasMap {
  constructor(root, component) {
    root.innerHTML = HTML
    this.root = root
    this.component = component
    this.prefix = `atlas-${++serial}`
    this.part = name => root.querySelector("." + name)
    this.plot = this.part("plot")
    this.filled = new Map()
    this.waiting = []
    this.listen()
  }

  async update(component) {
    const before = this.data
    this.component = component
    const data = (this.data = component.data)
    const theme = this.themeNow()
    if (before && before.history === data.history && theme === this.theme) return this.follow(before)
    try {
      this.say("Loading the map …")
      const [Plotly, history, geometry] = await Promise.all([
        loadPlotly(data.plotly),
        loadJson(data.history, "the history of the statuses"),
        loadJson(data.geometry, "the geometry"),
      ])
      if (this.data !== data && this.data.history !== data.history) return
      Object.assign(this, { Plotly, history, geometry, theme })
      this.take(history)
      await this.draw()
      this.showCards()
      this.say("")
    } catch (problem) {
      this.say(`The map cannot be shown: ${problem.message}. The table below has the same rows.`, true)
    }
  }

  /** Takes over a new history: its limits, its days of change and the choice of the server. */
  take(history) {
    const { data } = this
    this.ids = Object.keys(history.states)
    this.changes = changeDays(history).filter(day => day >= toDay(data.first) && day <= toDay(data.last))
    this.day = toDay(data.on)
    this.reported = data.on
    this.waiting = []
    this.chosen = new Set(data.status)
    const slider = this.part("year")
    slider.min = yearOf(toDay(data.first))
    slider.max = yearOf(toDay(data.last))
    this.part("day").min = data.first
    this.part("day").max = data.last
    this.makeTicks(+slider.min, +slider.max)
  }

  /** Follows a change made elsewhere on the page without drawing anything anew. */
  follow(before) {
    const { data } = this
    const answered = this.waiting.indexOf(data.on)
    if (answered >= 0) this.waiting.splice(0, answered + 1)
    else if (data.on !== before.on) this.day = toDay(data.on)
    if (!this.waiting.length) this.reported = data.on
    this.chosen = new Set(data.status)
    if (JSON.stringify(data.view) !== JSON.stringify(before.view)) this.look(data.view)
    if (!this.history) return
    if (JSON.stringify(data.cards) !== JSON.stringify(before.cards)) this.showCards()
    this.paint()
  }

  themeNow() {
    const [red, green, blue] = getComputedStyle(document.querySelector(".stApp") ?? document.body).backgroundColor.match(/[\d.]+/g).map(Number)
    const dark = 0.3 * red + 0.6 * green + 0.1 * blue < 110
    this.root.querySelector(".atlas-map").classList.toggle("dark", dark)
    return dark ? "dark" : "light"
  }

  /** The height follows the whole component, so that opening a card moves nothing below the map. */
  height() {
    return Math.round(Math.min(this.data.height, Math.max(200, this.root.clientWidth * 0.44)))
  }

  async draw() {
    const dark = this.theme === "dark"
    this.line = dark ? "#0f171c" : "#1d2b36"
    this.fill = makeFills(this.root.querySelector(".atlas-map"), this.history.styles, this.theme, this.prefix)
    this.filled.clear()
    const width = this.plot.clientWidth
    const traces = makeTraces(this.geometry, this.ids, this.history, this.line, dark ? "#39444b" : "#e9e5db")
    traces[2].marker.size = width < 640 ? 6 : 9
    await this.Plotly.newPlot(this.plot, traces, makeLayout(this.data.view, width, this.height()), CONFIG(this.data.topology))
    this.collect()
    this.plot.on("plotly_hover", ({ points, event }) => this.hover(this.codeOf(points[0]), event))
    this.plot.on("plotly_unhover", () => this.hover(null))
    this.plot.on("plotly_click", ({ points }) => this.select(this.codeOf(points[0])))
    this.plot.on("plotly_afterplot", () => this.collect())
    this.paint()
  }

  /** Remembers which drawn shape belongs to which state. */
  collect() {
    const layers = this.plot.querySelectorAll(".choroplethlayer > *")
    const [ground, states, small] = [layers[0], layers[1], this.plot.querySelector(".scattergeo")]
    this.shapes = []
    states.querySelectorAll("path").forEach((path, place) => this.shapes.push([path, this.locationOf(path) ?? this.ids[place]]))
    small?.querySelectorAll("path.point").forEach((path, place) => this.shapes.push([path, this.history.small[place]]))
    this.areas = [...ground.querySelectorAll("path")].map((path, place) => {
      const code = this.locationOf(path)
      return [path, this.history.ground.find(area => area.id === code) ?? this.history.ground[place]]
    })
    this.shapes.forEach(([path, iso3]) => (path.dataset.state = iso3))
    this.filled.clear()
    if (this.day !== undefined && this.fill) this.paint()
  }

  locationOf(path) {
    return path.__data__?.loc ?? path.__data__?.id
  }

  codeOf(point) {
    return point?.customdata ?? point?.location
  }

  /** Recolours the shapes whose status, filter or selection changed; nothing is sent anywhere. */
  paint() {
    const { history, day, data } = this
    const within = data.within ? new Set(data.within) : null
    const selected = new Set(data.state)
    for (const [path, iso3] of this.shapes) {
      const step = stepOn(history.states[iso3].steps, day)
      const contested = step[4] !== null && step[4] <= day
      const hidden = (this.chosen.size && !this.chosen.has(history.statuses[step[1]])) || (within && !within.has(iso3))
      const key = `${step[1]}${contested}${hidden}${selected.has(iso3)}`
      if (this.filled.get(path) === key) continue
      this.filled.set(path, key)
      path.style.fill = this.fill(step[1], contested)
      path.style.fillOpacity = hidden ? 0.16 : 1
      path.style.stroke = selected.has(iso3) ? (this.theme === "dark" ? "#ffffff" : "#000000") : this.line
      path.style.strokeWidth = selected.has(iso3) ? "2.6px" : ""
      path.dataset.status = history.statuses[step[1]]
    }
    for (const [path, area] of this.areas) path.style.fill = this.fillOfArea(area)
    this.label(within)
  }

  /** Undetermined areas are hatched; a territory has its state's colour from the day the treaty is known to apply. */
  fillOfArea(area) {
    if (area.kind === "undetermined") return `url(#${this.prefix}-undetermined)`
    if (area.applies === null || area.applies > this.day) return this.theme === "dark" ? "#39444b" : "#e9e5db"
    return this.fill(stepOn(this.history.states[area.sov].steps, this.day)[1], false)
  }

  /** The texts that go with the drawing: day, counts, changes since the year before. */
  label(within) {
    const { history, day, data } = this
    const lastOfYear = toDay(`${yearOf(day)}-12-31`)
    const whole = day === Math.min(lastOfYear, toDay(data.last))
    const shown = whole ? String(yearOf(day)) : shortDay(day)
    this.part("shown").textContent = shown
    const slider = this.part("year")
    if (+slider.value !== yearOf(day)) slider.value = yearOf(day)
    slider.setAttribute("aria-valuetext", longDay(day))
    if (document.activeElement !== this.part("day")) this.part("day").value = toIso(day)
    const before = toDay(`${yearOf(day) - 1}-12-31`)
    const now = countsOn(history, day, within)
    this.showLegend(now, countsOn(history, before, within))
    this.part("since").textContent = `Number of states on ${longDay(day)}; in brackets the change since 31 December ${yearOf(day) - 1}.`
    this.part("before").disabled = !this.changes.some(each => each < day)
    this.part("after").disabled = !this.changes.some(each => each > day)
    this.plot.setAttribute("aria-label", `Map on ${longDay(day)}: ` + now.map((count, index) => (count ? `${history.styles[index].label} ${count}` : "")).filter(Boolean).join(", "))
  }

  showLegend(now, before) {
    const legend = this.part("legend")
    legend.classList.toggle("filtered", this.chosen.size > 0)
    if (legend.dataset.theme !== this.theme + this.prefix) this.makeLegend(legend)
    for (const button of legend.children) {
      const index = +button.dataset.index
      const step = now[index] - before[index]
      button.querySelector("b").textContent = now[index]
      button.querySelector("i").textContent = step ? `(${step > 0 ? "+" : "−"}${Math.abs(step)})` : "(±0)"
      button.setAttribute("aria-pressed", this.chosen.has(button.dataset.status))
      button.hidden = index > 5 && !now[index]
      button.style.display = button.hidden ? "none" : ""
    }
  }

  makeLegend(legend) {
    legend.dataset.theme = this.theme + this.prefix
    legend.replaceChildren(...this.data.order.map(code => {
      const index = this.history.statuses.indexOf(code)
      const button = document.createElement("button")
      button.type = "button"
      Object.assign(button.dataset, { index, status: code })
      button.title = this.history.styles[index].meaning
      const swatch = document.createElementNS(SVG, "svg")
      swatch.innerHTML = `<rect x="1" y="1" width="14" height="14" rx="3" stroke="${this.line}" fill="${this.fill(index, false)}"/>`
      swatch.setAttribute("viewBox", "0 0 16 16")
      swatch.setAttribute("aria-hidden", "true")
      button.append(swatch, this.history.styles[index].label, " ", document.createElement("b"), document.createElement("i"))
      button.onclick = () => this.toggle(code)
      return button
    }))
  }
}
