// A lesson as slides over one live map. Nothing is asked of the server while it runs.

/** Widths of the room for texts beside the map, in hundredths of the window: the first in which they fit is taken. */
const ROOMS = [30, 34, 38, 43, 48, 54]

/** What this tab keeps of a lesson against a reload; a browser may forbid it. */
const remembered = key => {
  try {
    return JSON.parse(sessionStorage.getItem(`atlas-lesson-${key}`)) ?? {}
  } catch {
    return {}
  }
}
const remember = (key, { at, shown, begun }) => {
  try {
    sessionStorage.setItem(`atlas-lesson-${key}`, JSON.stringify({ at, shown, begun }))
  } catch {}
}

/** The day on which the map of a slide is due after so many presses: its last one unless the reveal leads through the period. */
const dueDay = ({ map, reveal }, shown) => {
  const days = (reveal ?? []).map(names => names.find(isDay) ?? (names.includes("play") ? map.rests : null))
  if (!days.some(Boolean)) return map.rests
  return days.slice(0, shown).findLast(Boolean) ?? map.begins
}

class Stage extends Walk {
  constructor(root, data) {
    super(root, SLIDES_HTML, data)
    this.now = this.beginning()
    this.root.setAttribute("aria-label", this.lesson.title)
    this.map = new AtlasMap(this.part("mapped").insertBefore(make("div", "map"), this.part("strip")), { data: {}, setTriggerValue() {} })
    this.listen()
    this.show()
    this.tell(true)
    this.fetchAll()
  }

  /** Where the link leads; a slide that was loaded again keeps what was uncovered, and the lesson its clock. */
  beginning() {
    const at = this.within((this.data.at ?? 1) - 1)
    const kept = remembered(this.data.key)
    const shown = kept.at === at ? Math.min(kept.shown, this.presses(at)) : 0
    return { at, shown, black: false, begun: kept.begun ?? Date.now() }
  }

  /** Fetches what all slides need at the start: later the server may be gone. What fails is asked for again on its slide. */
  fetchAll() {
    const { topology } = this.data.files({})
    if (topology) loadJson(`${topology}world_110m.json`, "the topology").then(read => (window.PlotlyGeoAssets ??= { topojson: { world_110m: read } }), () => {})
    for (const slide of this.slides.filter(({ map }) => map)) {
      const { plotly, geometry, history, layer, lines } = this.data.files(slide.map)
      loadPlotly(plotly).catch(() => {})
      for (const address of [geometry, history, layer, lines]) if (address) loadJson(address, "a file of the lesson").catch(() => {})
    }
  }

  listen() {
    this.part("back").onclick = () => this.act("back")
    this.part("next").onclick = () => this.act("next")
    this.part("dark").onclick = () => this.act("black")
    this.part("black").onclick = () => this.act("black")
    this.part("leave").onclick = () => this.act("leave")
    this.part("speaker").onclick = () => this.conductor.open()
    this.part("whole-window").onclick = () => this.fillScreen()
    this.conductor = new Conductor(this.data, {
      told: state => this.follow(state),
      asked: needs => this.tell(needs),
    })
    listenToKeys(this.root, action => this.act(action))
    this.map.drawn = () => this.nameStates()
    keepTime(this.root, () => this.showClock())
    new ResizeObserver(() => {
      this.fit()
      this.uncover(this.slides[this.now.at])
    }).observe(this.root)
  }

  fillScreen() {
    return document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()
  }

  /** What only the slides can do, then what any window of the lesson can. A play is ended by the next key before anything
   * else appears: the text never runs ahead of its map. */
  act(action) {
    this.map.hover(null)
    if (this.now.black) return super.act(action)
    if (action === "window") return this.fillScreen()
    if (action === "leave") return document.fullscreenElement ? document.exitFullscreen() : this.data.leave(this)
    if (action === "next" && this.map.playing) return this.showMap(this.slides[this.now.at], this.now)
    return super.act(action)
  }

  go(change) {
    const before = this.now
    this.now = { ...before, ...change }
    this.show(before)
    this.tell()
  }

  follow(state) {
    const before = this.now
    this.now = { ...before, ...state, at: this.within(state.at) }
    this.show(before)
  }

  /** Tells the speaker's window where the slides are, and with `needs` what the lesson is. */
  tell(needs = false) {
    this.conductor.tell(this.now, needs ? this.lesson : null)
  }

  show(before = null) {
    const { now, slides } = this
    const slide = slides[now.at]
    this.part("black").hidden = !now.black
    this.root.classList.toggle("blacked", now.black)
    if (before?.at !== now.at) this.lay(slide)
    this.uncover(slide)
    if (slide.map) this.showMap(slide, before)
    this.part("place").textContent = `${now.at + 1} of ${slides.length}`
    this.part("progress").firstChild.style.width = `${(100 * (now.at + 1)) / slides.length}%`
    this.part("back").disabled = now.at === 0 && now.shown === 0
    this.part("next").disabled = now.at === slides.length - 1 && now.shown === this.presses()
    this.data.remember(now.at + 1)
    remember(this.data.key, now)
  }

  /** Puts a slide's heading and texts in place; what is still covered keeps its room, so that nothing moves later. */
  lay(slide) {
    this.root.dataset.kind = slide.kind
    this.root.classList.toggle("mapless", !slide.map)
    this.part("heading").textContent = slide.heading
    this.part("told").replaceChildren(...LAYOUTS[slide.kind](slide))
    this.part("told").scrollTop = 0
    this.root.classList.toggle("dated", !!slide.strip)
    this.fit()
  }

  /** Gives the texts as much of the width as they need in the type of this machine; a long proof gives up its table. */
  fit() {
    const told = this.part("told")
    const fits = () => told.scrollHeight <= told.clientHeight + 1
    const ways = this.root.classList.contains("mapless") ? ["", "close", "wide", "short"].map(way => () => (told.dataset.fit = way)) : ROOMS.map(room => () => this.root.style.setProperty("--room", room))
    ways.some(way => (way(), fits()))
    drawStrip(this.part("strip"), this.slides[this.now.at].strip)
  }

  uncover(slide) {
    const order = revealed(slide)
    for (const part of this.root.querySelectorAll("[data-reveal]")) {
      const covered = (order.get(part.dataset.reveal) ?? 0) > this.now.shown
      part.classList.toggle("covered", covered)
      part.setAttribute("aria-hidden", covered)
    }
    for (const part of this.part("told").querySelectorAll("[data-right]")) part.classList.toggle("right", this.now.shown > 0)
  }

  /** The map of a slide as it is due: states so far, day, view. One press on, it plays the way there from the press before. */
  async showMap(slide, before) {
    const { now, map } = this
    const order = revealed(slide)
    const turned = before?.at !== now.at
    const due = dueDay(slide, now.shown)
    const from = !turned && now.shown === before.shown + 1 ? dueDay(slide, before.shown) : due
    const state = Object.keys(slide.states).filter(iso3 => (order.get(iso3) ?? 0) <= now.shown)
    map.stop()
    this.named = { all: slide.states, shown: state }
    await map.update({ data: { ...slide.map, state, on: from, ...this.data.files(slide.map) }, setTriggerValue() {} })
    if (this.slides[this.now.at] !== slide || this.now.shown !== now.shown || !map.shapes) return
    if (turned) await map.look(slide.map.view)
    map.go(toDay(from), true)
    if (from < due) map.start(toDay(due))
    this.nameStates()
  }

  nameStates() {
    if (this.named) writeNames(this.map, this.part("names"), this.named)
  }

  showClock() {
    this.part("clock").textContent = timeOfDay(new Date())
  }
}
