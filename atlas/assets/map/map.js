// The component: one instance a mounted element; `update` takes what the server says, `report` tells it what was chosen.

const REST = 350
const PACE = 750
/** Change by change: the pause between two of them, so that a class can follow, and what a whole play may take, in ms. */
const [QUICKEST, SLOWEST, LONGEST_PLAY] = [250, 1600, 40000]
const STILL = matchMedia("(prefers-reduced-motion: reduce)")
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
    const form = JSON.stringify([data.history, data.geometry, data.layer, data.draw, data.lines, data.overlay, data.controls, data.merge, theme])
    if (form === this.form) return this.follow(before)
    this.form = form
    try {
      this.say("Loading the map …")
      this.setBar()
      const [Plotly, history, geometry, layer, lines] = await Promise.all([
        loadPlotly(data.plotly),
        loadJson(data.history, "the history of the statuses"),
        loadJson(data.geometry, "the geometry"),
        data.layer && loadJson(data.layer, "the layer"),
        data.lines && loadJson(data.lines, "the borders"),
      ])
      if (form !== this.form) return
      Object.assign(this, { Plotly, geometry, theme, lines: lines ? asLines(lines, data.merge?.lines) : null })
      this.taken = form
      this.recorded = asClassification(history)
      this.take(merged(this.recorded, data.merge?.status), merged(layer, data.merge?.layer), merged(data.overlay, data.merge?.overlay))
      await this.draw()
      this.showCards()
      this.say("")
    } catch (problem) {
      this.form = null
      this.say(`The map cannot be shown: ${problem.message}.${data.filling ? "" : " The table below has the same rows."}`, true)
    }
  }

  /** Takes over what is to be drawn: the classification of the shapes, a layer of circles, limits, the server's choice. */
  take(history, layer, overlay) {
    const { data, recorded } = this
    this.history = history
    this.ids = Object.keys(history.states)
    this.painted = overlay ?? (layer && data.draw === "fill" ? layer : history)
    this.circled = layer && data.draw === "circles" && !overlay ? layer : null
    if (data.filling && !data.framed) this.told = [this.painted]
    else this.told = overlay ? [overlay] : layer ? (layer === this.painted ? [layer, recorded] : [recorded, layer]) : [recorded]
    this.limit()
    this.day = toDay(data.on)
    this.reported = data.on
    this.waiting = []
    this.chosen = new Set(data.status)
  }

  /** The days on which the map changes, within its first and last day. */
  limit() {
    const [first, last] = [toDay(this.data.first), toDay(this.data.last)]
    const near = this.data.near ? new Set(this.data.near) : null
    this.changes = changeDays([this.painted, ...(this.circled ? [this.circled] : []), ...(this.lines ? [this.history] : [])], near)
      .filter(day => day >= first && day <= last)
  }

  /** Limits and day of the bar, known before anything is loaded. */
  setBar() {
    const { data } = this
    const slider = this.part("year")
    slider.min = yearOf(toDay(data.first))
    slider.max = yearOf(toDay(data.last))
    this.part("day").min = data.first
    this.part("day").max = data.last
    this.makeTicks(+slider.min, +slider.max)
    this.entitle()
    this.showDay(toDay(data.on))
  }

  /** The day in words and on the slider: at the end of a year the year is the larger word. */
  showDay(day) {
    const end = toDay(`${yearOf(day)}-12-31`)
    const whole = day === (this.data.filling ? end : Math.min(end, toDay(this.data.last)))
    this.part("shown").textContent = whole ? String(yearOf(day)) : longDay(day)
    this.part("shown").classList.toggle("within", !whole)
    this.part("date").textContent = whole ? longDay(day) : ""
    const slider = this.part("year")
    if (+slider.value !== yearOf(day)) slider.value = yearOf(day)
    slider.setAttribute("aria-valuetext", longDay(day))
    if (document.activeElement !== this.part("day")) this.part("day").value = toIso(day)
  }

  /** Follows a change made elsewhere on the page without drawing anything anew. */
  follow(before) {
    const { data } = this
    const answered = this.waiting.indexOf(data.on)
    if (answered >= 0) this.waiting.splice(0, answered + 1)
    else if (data.on !== before.on) this.day = toDay(data.on)
    if (!this.waiting.length) this.reported = data.on
    this.chosen = new Set(data.status)
    if (this.taken !== this.form || !this.shapes) return
    if (data.first !== before.first || data.last !== before.last) {
      this.limit()
      this.setBar()
    }
    this.lookAgain()
    if (JSON.stringify(data.cards) !== JSON.stringify(before.cards)) this.showCards()
    this.entitle()
    this.paint()
  }

  themeNow() {
    if (this.data.theme) return this.data.theme
    const [red, green, blue] = getComputedStyle(document.querySelector(".stApp") ?? document.body).backgroundColor.match(/[\d.]+/g).map(Number)
    const dark = 0.3 * red + 0.6 * green + 0.1 * blue < 110
    this.root.querySelector(".atlas-map").classList.toggle("dark", dark)
    return dark ? "dark" : "light"
  }

  /** The height follows the whole component, so that opening a card moves nothing below the map. */
  height() {
    if (this.data.filling) return Math.max(160, this.part("frame").clientHeight)
    return Math.round(Math.min(this.data.height, Math.max(200, this.root.clientWidth * 0.44)))
  }

  /** Heading and name of the map; a map that stands still has no bar. */
  entitle() {
    const { title, controls } = this.data
    this.part("title").textContent = title
    this.part("title").hidden = !title
    this.part("bar").hidden = !controls
    this.root.querySelector(".atlas-map").setAttribute("aria-label", title ? `Map: ${title}` : "Map")
  }

  /** Draws what is to be drawn: the plot anew only where its traces differ, so that otherwise zoom and focus stay. */
  async draw() {
    const dark = this.theme === "dark"
    this.ink = dark ? "#0f171c" : "#1d2b36"
    this.ground = dark ? "#39444b" : "#e9e5db"
    const patterns = makePatterns(this.root.querySelector(".atlas-map"))
    patterns.append(makePattern(`${this.prefix}-undetermined`, this.ground, "/", dark ? "#8c979d" : "#9a948a"))
    this.fill = makeFills(patterns, this.painted.styles, this.theme, this.prefix)
    this.fillCircle = this.circled && makeFills(patterns, this.circled.styles, this.theme, `${this.prefix}-circle`)
    this.filled.clear()
    this.makeLegends()
    this.makeStates()
    this.label(this.within())
    const plotted = JSON.stringify([this.theme, this.data.geometry, this.data.lines, !!this.circled])
    if (plotted === this.plotted) {
      this.lookAgain()
      return this.paint()
    }
    this.plotted = plotted
    await this.plotAnew()
  }

  async plotAnew() {
    const { data, geometry, ids, history, ink, ground } = this
    const width = this.plot.clientWidth
    this.narrow = width < 640
    const small = { symbol: this.circled ? "square" : "circle", size: (this.narrow ? 6 : 9) - (this.circled ? 2 : 0) }
    const traces = makeTraces({ geometry, ids, history, ink, ground, small, lines: this.lineTraces(), circles: this.circled })
    await this.Plotly.newPlot(this.plot, traces, makeLayout(this.firstView(), width, this.height()), CONFIG(data.topology))
    this.collect()
    this.plot.on("plotly_hover", ({ points, event }) => this.hover(this.codeOf(points[0]), event))
    this.plot.on("plotly_unhover", () => this.hover(null))
    this.plot.on("plotly_click", ({ points }) => this.select(this.codeOf(points[0])))
    this.plot.on("plotly_afterplot", () => this.collect())
    this.plot.on("plotly_relayouting", () => this.drawn?.())
    this.join()
  }

  /** Remembers which drawn shape belongs to which state. */
  collect() {
    const [ground, states] = this.plot.querySelectorAll(".choroplethlayer > *")
    const markers = new Map([...this.plot.querySelectorAll(".scattergeo")].map(group => [group.__data__?.[0].trace.meta, group]))
    const points = name => [...(markers.get(name)?.querySelectorAll("path.point") ?? [])]
    this.shapes = []
    states.querySelectorAll("path").forEach((path, place) => this.shapes.push([path, this.locationOf(path) ?? this.ids[place]]))
    points("small").forEach((path, place) => this.shapes.push([path, this.history.small[place]]))
    const halos = points("halos")
    this.circles = points("circles").map((path, place) => [path, this.ids[place], halos[place]])
    this.strokes = [...markers].filter(([name]) => name.startsWith("line-")).map(([, group]) => group.querySelector("path.js-line"))
    this.linesDrawn = null
    this.areas = [...ground.querySelectorAll("path")].map((path, place) => {
      const code = this.locationOf(path)
      return [path, this.history.ground.find(area => area.id === code) ?? this.history.ground[place]]
    })
    this.shapes.forEach(([path, iso3]) => (path.dataset.state = iso3))
    this.circles.forEach(([path, iso3]) => (path.dataset.circle = iso3))
    this.mark()
    this.filled.clear()
    if (this.day !== undefined && this.fill) this.paint()
    this.drawn?.()
  }

  locationOf(path) {
    return path.__data__?.loc ?? path.__data__?.id
  }

  codeOf(point) {
    return point?.customdata ?? point?.location
  }

  /** The states of the chosen regions, or null for all. */
  within() {
    return this.data.within ? new Set(this.data.within) : null
  }

  /** Recolours the shapes whose class, filter or selection changed; nothing is sent anywhere. */
  paint() {
    const { history, painted, day, data } = this
    const within = this.within()
    const selected = new Set(data.state)
    const hides = iso3 => (this.chosen.size && !this.chosen.has(codeOn(history, iso3, day))) || (within && !within.has(iso3))
    for (const [path, iso3] of this.shapes) {
      const step = stepOn(painted.steps[iso3], day)
      const contested = step[4] !== null && step[4] <= day
      const hidden = hides(iso3)
      const key = `${step[1]}${contested}${hidden}${selected.has(iso3)}`
      if (this.filled.get(path) === key) continue
      this.filled.set(path, key)
      path.style.fill = this.fill(step[1], contested)
      path.style.fillOpacity = hidden ? 0.16 : 1
      path.style.stroke = selected.has(iso3) ? (this.theme === "dark" ? "#ffffff" : "#000000") : this.ink
      path.style.strokeWidth = selected.has(iso3) ? `${this.data.outline ?? 2.6}px` : ""
      path.dataset.status = painted.statuses[step[1]]
    }
    this.paintCircles(hides)
    for (const [path, area] of this.areas) path.style.fill = this.fillOfArea(area)
    if (this.lines) this.drawLines()
    this.label(within)
  }

  /** Undetermined areas are hatched; a territory has its state's status from the day the treaty is known to apply. */
  fillOfArea(area) {
    if (area.kind === "undetermined") return `url(#${this.prefix}-undetermined)`
    if (this.painted !== this.history || area.applies === null || area.applies > this.day) return this.ground
    return this.fill(stepOn(this.history.steps[area.sov], this.day)[1], false)
  }

  /** The texts that go with the drawing: day, counts, changes since the year before. */
  label(within) {
    const { painted, day, data } = this
    this.showDay(day)
    this.showLegends()
    this.part("before").disabled = !this.changes.some(each => each < day)
    this.part("after").disabled = !this.changes.some(each => each > day)
    const counted = countsOn(painted, day, within).map((count, index) => (count ? `${painted.styles[index].label} ${count}` : ""))
    this.plot.setAttribute("aria-label", `${data.title || `Map on ${longDay(day)}`}: ${counted.filter(Boolean).join(", ")}`)
    this.speakAtRest()
  }
}
