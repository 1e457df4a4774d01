// The timeline page: the figure of the app, drawn from a file; a click on a mark leads to the event in the list.

const TAKEN = ["treaty", "event"]

class TimelinePage {
  constructor() {
    const { choice, notices } = readChoice(location.search, TAKEN)
    this.choice = choice
    showNotices(notices)
    byId("treaty").onchange = event => this.choose({ treaty: event.target.value })
    darkNow.addEventListener("change", () => this.show())
    addEventListener("resize", () => this.drawn && Plotly.Plots.resize(byId("figure")))
    this.show()
    if (choice.event) this.open(choice.event)
  }

  choose(changes) {
    this.choice = { ...this.choice, ...changes }
    this.show()
  }

  async show() {
    const { choice } = this
    byId("treaty").value = choice.treaty
    keepInAddress(choice)
    try {
      const { data, layout } = structuredClone(await give(`timeline-${choice.treaty}-${darkNow.matches ? "dark" : "light"}`))
      if (this.choice !== choice) return
      byId("waiting").hidden = true
      // Where there is little room, fewer years are written, so that they do not run into each other.
      if (byId("figure").clientWidth < 640) for (const axis of [layout.xaxis, layout.xaxis2]) axis.nticks = 5
      await Plotly.react(byId("figure"), data, { ...layout, autosize: true }, { displayModeBar: false, responsive: false })
      this.listen()
    } catch (problem) {
      byId("waiting").hidden = false
      byId("waiting").textContent = `The figure cannot be shown: ${problem.message}. The list below has every event.`
    }
  }

  listen() {
    if (this.drawn) return
    this.drawn = true
    byId("figure").on("plotly_click", ({ points }) => {
      const [event] = points[0].customdata ?? []
      if (event) this.open(event)
    })
  }

  /** Leads to an event in the list, and marks it. */
  open(event) {
    const item = byId(event)
    if (!item) return
    for (const other of document.querySelectorAll(".event.chosen")) other.classList.remove("chosen")
    item.classList.add("chosen")
    item.scrollIntoView({ block: "center" })
    item.focus({ preventScroll: true })
    this.choice = { ...this.choice, event }
    keepInAddress(this.choice)
  }
}

new TimelinePage()
