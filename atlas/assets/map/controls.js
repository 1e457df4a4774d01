// What a reader can do: choose a day, play, filter, zoom, point at a state, select one.

Object.assign(AtlasMap.prototype, {
  listen() {
    this.part("year").oninput = event => this.go(this.dayOfYear(+event.target.value))
    this.part("day").onchange = event => {
      if (event.target.value && event.target.checkValidity()) this.go(toDay(event.target.value))
    }
    this.part("play").onclick = () => (this.playing ? this.stop() : this.start())
    this.part("before").onclick = () => this.go(this.changes.findLast(day => day < this.day))
    this.part("after").onclick = () => this.go(this.changes.find(day => day > this.day))
    this.part("nearer").onclick = () => this.zoom(1.6)
    this.part("farther").onclick = () => this.zoom(1 / 1.6)
    this.part("whole").onclick = () => this.look(this.data.view)
    this.listenToReading()
    const watch = new ResizeObserver(() => this.resize())
    for (const part of ["plot", "frame"]) watch.observe(this.part(part))
  },

  /** 31 December of the year; in the last year the last day. */
  dayOfYear(year) {
    return Math.min(toDay(`${year}-12-31`), toDay(this.data.last))
  },

  /** Shows a day at once; tells the server when the reader has come to rest on it. */
  go(day, playing = false) {
    if (day === undefined || !this.history) return
    if (!playing) this.stop()
    this.day = day
    this.paint()
    clearTimeout(this.resting)
    if (!playing) this.resting = setTimeout(() => this.report(), REST)
  },

  report() {
    const on = toIso(this.day)
    if (on === this.reported) return
    this.reported = on
    this.waiting.push(on)
    this.component.setTriggerValue("on", on)
  },

  /** Plays up to a day, year by year or change by change as the data says; from the beginning where it is reached. */
  start(last = toDay(this.data.last)) {
    if (!this.history || this.playing) return
    const first = toDay(this.data.first)
    const { changewise } = this.data
    if (this.day >= last) this.go(changewise ? first : this.dayOfYear(yearOf(first)), true)
    const stops = changewise ? this.changes.filter(day => day > this.day && day < last) : []
    const pace = changewise ? Math.min(SLOWEST, Math.max(QUICKEST, LONGEST_PLAY / (stops.length + 1))) : PACE
    if (changewise && STILL.matches) return this.go(last, true)
    this.playing = setInterval(() => {
      if (!this.root.isConnected) return clearInterval(this.playing)
      if (this.day >= last) return this.stop()
      this.go(changewise ? stops.shift() ?? last : this.dayOfYear(yearOf(this.day) + 1), true)
    }, pace)
    this.part("play").textContent = "Pause"
    this.part("play").setAttribute("aria-pressed", "true")
  },

  stop() {
    if (!this.playing) return
    clearInterval(this.playing)
    this.playing = null
    this.part("play").textContent = "Play"
    this.part("play").setAttribute("aria-pressed", "false")
    this.speakAtRest()
    this.report()
  },

  toggle(code) {
    if (!this.chosen.delete(code)) this.chosen.add(code)
    this.paint()
    this.component.setTriggerValue("status", [...this.chosen])
  },

  select(iso3) {
    if (!this.history.states[iso3]) return
    this.hover(null)
    this.component.setTriggerValue("state", iso3)
  },

  resize() {
    const { clientWidth: width, _fullLayout: drawn } = this.plot
    if (!this.Plotly || !width || !drawn) return
    const height = this.height()
    if (Math.abs(width - drawn.width) + (this.data.filling ? Math.abs(height - drawn.height) : 0) < 2) return
    this.Plotly.relayout(this.plot, { width, height })
  },

  makeTicks(first, last) {
    const every = [1, 2, 5, 10, 20].find(step => (last - first) / step <= (this.data.filling ? 4 : 7))
    const ticks = []
    for (let year = Math.ceil(first / every) * every; year <= last; year += every) {
      const tick = document.createElement("span")
      tick.textContent = year
      tick.style.left = `${(100 * (year - first)) / (last - first)}%`
      ticks.push(tick)
    }
    this.part("ticks").replaceChildren(...ticks)
  },

  /** The card beside the pointer: class, since when, until when and why; for other areas what they are. */
  hover(code, event) {
    const card = this.part("card")
    const lines = code && (this.history.states[code] ? this.linesOfState(code) : this.linesOfArea(code))
    card.hidden = !lines
    if (!lines) return
    card.replaceChildren(...lines.filter(([, text]) => text).map(([kind, text]) => make(kind, "", text)))
    const frame = this.part("frame").getBoundingClientRect()
    const left = (event?.clientX ?? frame.left + frame.width / 2) - frame.left
    const top = (event?.clientY ?? frame.top + frame.height / 2) - frame.top
    card.style.left = `${Math.max(0, Math.min(left + 14, frame.width - card.offsetWidth - 4))}px`
    card.style.top = `${top + 18 + card.offsetHeight > frame.height ? Math.max(0, top - card.offsetHeight - 12) : top + 18}px`
  },

  /** The name, then what each classification that the map tells of says. */
  linesOfState(iso3) {
    return [["b", this.history.states[iso3].name], ...this.told.flatMap(shown => this.linesOf(shown, iso3))]
  },

  linesOf(shown, iso3) {
    const { label, since, until, certain, text } = classOn(shown, iso3, this.day)
    if (this.data.filling && !this.data.framed) return [["span", label]]
    if (shown !== this.recorded) return [["span", shown.title ? `${shown.title}: ${label}` : label], ["small", text]]
    const [earliest, latest] = certain ? ["", ""] : [" at the earliest", " at the latest"]
    const begun = since === null ? "" : ` since ${longDay(since)}${earliest}`
    const ends = until === null ? "" : `, until ${longDay(until)}${latest}`
    return [["span", `${label}${begun}${ends}`], ["small", text]]
  },

  linesOfArea(code) {
    const area = this.history.ground.find(each => each.id === code)
    if (!area) return null
    if (area.kind === "undetermined") return [["b", area.name], ["span", "Undetermined area"], ["small", "See the border policy on the page About."]]
    const whose = this.history.states[area.sov]?.name
    const applies = area.applies === null ? "Not known whether the treaty applies" : `The treaty applies since ${longDay(area.applies)}`
    return [["b", area.name], ["span", whose ? `Territory: ${whose}` : "Territory"], ["small", applies]]
  },

  /** The cards of the selected states: sentence, reason, actions, a source for each, the way to the state's page. */
  showCards() {
    const cards = this.data.cards.map(each => {
      const card = document.createElement("article")
      const add = (kind, text, into = card) => {
        const element = document.createElement(kind)
        element.textContent = text
        into.append(element)
        return element
      }
      add("h2", each.name)
      add("p", each.sentence)
      add("p", each.basis)
      const list = add("ul", "")
      for (const line of each.lines) {
        const item = add("li", line.text + " – ", list)
        const source = add(line.url ? "a" : "span", line.source, item)
        source.title = line.title
        if (line.url) Object.assign(source, { href: line.url, target: "_blank", rel: "noopener noreferrer" })
      }
      const country = add("a", each.country.text, add("p", ""))
      Object.assign(country, { href: each.country.url, target: this.data.framed ? "_blank" : "_self" })
      const close = add("button", "×")
      close.type = "button"
      close.setAttribute("aria-label", `Close ${each.name}`)
      close.onclick = () => {
        this.part("states").focus()  // or the focus would fall out of the page with the card
        this.component.setTriggerValue("dropped", each.iso3)
      }
      return card
    })
    this.part("selected").replaceChildren(...cards)
    this.part("selected").style.maxHeight = innerWidth > 640 ? `${this.height()}px` : ""
  },

  /** A word over the map: while it loads, and when something failed; blank when it is ready. */
  say(text, failed = false) {
    const notice = this.part("notice")
    notice.textContent = text
    notice.hidden = !text
    notice.classList.toggle("failed", failed)
  },
})
