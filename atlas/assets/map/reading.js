// Reading the map by keys or by ear: the states as a list over the map, and a sentence for the day that is shown.

/** Milliseconds of rest after which the sentence is spoken, and within which typed letters belong to one name. */
const [SPEAK, TYPING] = [700, 900]
/** How far a key goes in the list of the states. */
const WAYS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }

/** Letters without their accents, as a keyboard has them. */
const plainLetters = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

Object.assign(AtlasMap.prototype, {
  listenToReading() {
    const list = this.part("states")
    this.part("hint").id = `${this.prefix}-hint`
    list.setAttribute("aria-describedby", this.part("hint").id)
    list.onfocus = () => this.point(this.pointed ?? this.data.state[0] ?? this.options.keys().next().value)
    list.onblur = () => this.point(null)
    list.onclick = ({ target }) => { if (target.dataset.iso3) this.select(target.dataset.iso3) }
    // In braces: a handler that gives false takes the key away from the browser, Tab included.
    list.onkeydown = event => { if (this.read(event)) event.preventDefault() }
    this.part("selected").onkeydown = ({ key, target }) => { if (key === "Escape") target.closest("article")?.querySelector("button").click() }
  },

  /** The states by name; a map on a slide has none, its keys belong to the slides. */
  makeStates() {
    const { history, data } = this
    const named = this.ids.map(iso3 => [history.states[iso3].name, iso3]).sort(([one], [other]) => one.localeCompare(other))
    this.options = new Map(named.map(([, iso3]) => {
      const option = make("div")
      Object.assign(option, { id: `${this.prefix}-state-${iso3}`, role: "option" })
      option.dataset.iso3 = iso3
      return [iso3, option]
    }))
    this.writeStates()
    this.part("states").replaceChildren(...this.options.values())
    this.part("states").hidden = !!data.filling
  },

  /** What the list says of each state: what the card beside the pointer says of it. */
  writeStates() {
    for (const [iso3, option] of this.options) {
      option.textContent = this.toldOf(iso3)
      option.setAttribute("aria-selected", this.data.state.includes(iso3))
    }
  },

  toldOf(iso3) {
    const [[, name], ...lines] = this.linesOfState(iso3)
    return `${name}: ${lines.map(([, text]) => text).filter(Boolean).join(". ")}`
  },

  /** Takes a key in the list of the states; whether it meant something there. */
  read({ key, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey || !this.options?.size) return false
    const states = [...this.options.keys()]
    if (key in WAYS) {
      this.point(states[Math.max(0, Math.min(states.length - 1, states.indexOf(this.pointed) + WAYS[key]))])
    } else if (key === "Enter" || (key === " " && !this.typed)) {
      const { pointed } = this
      if (pointed) this.select(pointed)
    } else if (key === "Escape") {
      this.typed = ""
      this.point(null)
    } else if (key.length === 1) this.find(key, states)
    else return false
    return true
  },

  /** Goes to the next state whose name begins with what was typed; the same letter again goes to the one after. */
  find(letter, states) {
    clearTimeout(this.forgetting)
    this.forgetting = setTimeout(() => (this.typed = ""), TYPING)
    this.typed = (this.typed ?? "") + plainLetters(letter)
    const again = [...this.typed].every(each => each === this.typed[0])
    const sought = again ? this.typed[0] : this.typed
    const from = states.indexOf(this.pointed) + (again ? 1 : 0)
    const found = [...states.slice(from), ...states.slice(0, from)].find(iso3 => plainLetters(this.history.states[iso3].name).startsWith(sought))
    if (found) this.point(found)
  },

  /** Shows and tells the state that the keys have come to, or none; the map moves where it is out of sight. */
  async point(iso3) {
    this.pointed = iso3
    this.mark()
    const list = this.part("states")
    const option = iso3 && this.options?.get(iso3)
    if (!option) {
      list.removeAttribute("aria-activedescendant")
      return this.hover(null)
    }
    option.textContent = this.toldOf(iso3)
    list.setAttribute("aria-activedescendant", option.id)
    const { lon, lat } = this.history.states[iso3]
    const place = () => this.plot._fullLayout.geo._subplot.projection([lon, lat])
    const { width, height } = this.part("frame").getBoundingClientRect()
    const [x, y] = place()
    if (x < 0 || y < 0 || x > width || y > height) await this.look({ ...this.viewNow(), lon, lat })
    if (this.pointed !== iso3) return
    const frame = this.part("frame").getBoundingClientRect()
    const [left, top] = place()
    this.hover(iso3, { clientX: frame.left + left, clientY: frame.top + top })
  },

  mark() {
    for (const [path, iso3] of this.shapes ?? []) path.classList.toggle("pointed", iso3 === this.pointed)
  },

  /** Speaks once the day rests. A play is silent: a sentence takes longer than the next years take to come. */
  speakAtRest() {
    clearTimeout(this.speaking)
    this.speaking = setTimeout(() => this.playing || this.speak(), SPEAK)
  },

  /** Puts the sentence of the map where it is read aloud; not the first one, for which nobody asked. */
  speak() {
    const sentence = this.plot.getAttribute("aria-label")
    if (this.options) this.writeStates()
    if (this.sentence !== undefined && sentence !== this.sentence) this.part("spoken").textContent = sentence
    this.sentence = sentence
  },
})
