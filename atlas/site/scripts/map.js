// The map page: what the server of the app does is done here, from the words that the app itself would say.

const TAKEN = ["treaty", "year", "on", "status", "state"]
const MOST_CARDS = 8
const AGAIN = "Rows on this map"

/** The last step that has begun on a day; the first has no beginning. */
const toldOn = (steps, day) => steps.findLast(([since]) => since === null || since <= day) ?? steps[0]
const filled = (text, day) => text.replace("{day}", longDay(day))

class MapPage {
  constructor() {
    const { choice, notices } = readChoice(location.search, TAKEN)
    Object.assign(this, { choice })
    showNotices(notices)
    this.map = new AtlasMap(byId("map"), { data: {}, setTriggerValue() {} })
    const label = this.map.label
    // Each time the map writes its own texts, the sentence over it follows: on every step of the slider.
    this.map.label = within => {
      label.call(this.map, within)
      this.tell(this.map.day)
    }
    byId("treaty").onchange = event => this.choose({ treaty: event.target.value })
    darkNow.addEventListener("change", () => this.show())
    this.show()
  }

  /** Takes over a change; a day before the treaty opened becomes that of the last check. */
  choose(changes) {
    this.choice = { ...this.choice, ...changes }
    const { first } = facts.treaties[this.choice.treaty]
    if (this.choice.on < first) this.choice.on = facts.checked
    keepInAddress(this.choice)
    return this.show()
  }

  async show() {
    const { choice, map } = this
    const { treaty } = choice
    byId("treaty").value = treaty
    byId("treaty-name").textContent = facts.treaties[treaty].title
    keepInAddress(choice)
    const drawn = [`history-${treaty}`, "geometry"]
    for (const name of drawn) files.set(name, give(name).catch(problem => {
      files.delete(name)
      throw problem
    }))
    try {
      this.words = [treaty, await give(`words-${treaty}`)]
      const cards = choice.state.length ? await give(`cards-${treaty}`) : {}
      if (this.choice !== choice) return
      this.tell(toDay(choice.on))
      this.showChanges(toDay(choice.on))
      await map.update({ data: this.data(cards), setTriggerValue: (name, value) => this.triggered(name, value) })
      if (this.choice === choice) this.showRows()
    } catch (problem) {
      byId("notices").append(element("p", `Something is missing: ${problem.message}.`))
    }
  }

  /** What the map is told, as the app tells it. */
  data(cards) {
    const { treaty, on, status, state } = this.choice
    return {
      ...facts.map,
      plotly: facts.root + facts.files.plotly,
      history: `history-${treaty}`,
      geometry: "geometry",
      topology: "",
      layer: "", draw: "fill", lines: "", overlay: null, title: "", controls: true, link: "",
      first: facts.treaties[treaty].first,
      last: facts.checked,
      within: null,
      on, status, state,
      cards: state.slice(0, MOST_CARDS).map(iso3 => this.card(iso3, cards[iso3])),
    }
  }

  card(iso3, { lines, told }) {
    const [, sentence, basis] = toldOn(told, toDay(this.choice.on))
    const name = facts.names[facts.codes.indexOf(iso3)]
    const country = { text: `${name} under every treaty`, url: `${facts.root}${facts.countries}${iso3}.html` }
    return { iso3, name, sentence: filled(sentence, toDay(this.choice.on)), basis, lines, country }
  }

  /** What the reader did on the map. */
  triggered(name, value) {
    const { state } = this.choice
    const changes = {
      on: () => ({ on: value }),
      status: () => ({ status: facts.statuses.filter(code => value.includes(code)) }),
      state: () => ({ state: [value] }),
      dropped: () => ({ state: state.filter(iso3 => iso3 !== value) }),
    }
    if (changes[name]) this.choose(changes[name]())
  }

  /** The sentence over the map and its explanation. */
  tell(day) {
    const [treaty, told] = this.words ?? []
    if (treaty !== this.choice.treaty) return
    const [, headline, explanation] = toldOn(told.told, day)
    if (byId("headline").textContent !== headline) byId("headline").textContent = headline
    byId("explanation").textContent = filled(explanation, day)
  }

  showChanges(day) {
    const list = byId("changes")
    if (!list) return
    const [, { changes, sources }] = this.words
    const year = String(yearOf(day))
    byId("changed-in").textContent = `What changed in ${year}`
    const acts = changes[year] ?? []
    list.replaceChildren(...acts.map(([sentence, keys]) => {
      const item = element("li", `${sentence} (`)
      keys.forEach((key, place) => {
        const [publisher, title, url] = sources[key]
        item.append(place ? ", " : "", url ? element("a", publisher, { href: url, title, rel: "noopener noreferrer" }) : element("span", publisher, { title }))
      })
      item.append(")")
      return item
    }))
    byId("unchanged").textContent = acts.length ? "" : `No state acted under this treaty in ${year}.`
  }

  /** The table below the map: the same rows, without those that the legend filters out. */
  showRows() {
    const { map, choice } = this
    const table = byId("rows")
    if (!table || !map.recorded) return
    const day = toDay(choice.on)
    const wanted = new Set(choice.status)
    let shown = 0
    for (const row of table.querySelectorAll("tr[data-state]")) {
      const iso3 = row.dataset.state
      const { label, since, certain } = classOn(map.recorded, iso3, day)
      row.hidden = wanted.size > 0 && !wanted.has(codeOn(map.recorded, iso3, day))
      row.cells[1].textContent = label
      row.cells[2].textContent = since === null ? "" : longDay(since) + (certain ? "" : " at the earliest")
      shown += !row.hidden
    }
    byId("rows-of").textContent = `${AGAIN}: ${facts.treaties[choice.treaty].name}, ${longDay(day)}, ${shown} ${shown === 1 ? "state" : "states"}`
    const answer = `${facts.root}api/v1/status/${choice.treaty}/${choice.on.slice(0, 4)}.json`
    const exact = choice.on === yearEnd(choice.on.slice(0, 4))
    byId("answer").hidden = !exact
    byId("answer").href = answer
  }
}

new MapPage()
