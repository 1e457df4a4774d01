// The speaker's window: what to say on this slide, what comes next, how much time there is.

const minutesText = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`
const timeOfDay = date => `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`

/** Calls every second while the element is on the page. */
const keepTime = (element, tick) => {
  tick()
  const beat = setInterval(() => (element.isConnected ? tick() : clearInterval(beat)), 1000)
}

class Notes extends Walk {
  constructor(root, data) {
    super(root, NOTES_HTML, data)
    this.now = { ...FRESH, at: this.lesson ? this.within((data.at ?? 1) - 1) : 0, begun: Date.now() }
    this.conductor = new Conductor(data, {
      told: (state, lesson) => this.follow(state, lesson),
      asked: () => {},
    })
    for (const [name, action] of [["back", "back"], ["next", "next"], ["dark", "black"]]) this.part(name).onclick = () => this.act(action)
    this.part("anew").onclick = () => this.go({ begun: Date.now() })
    listenToKeys(this.root, action => action !== "leave" && this.act(action))
    keepTime(this.root, () => this.showTime())
    this.show()
    this.conductor.ask(!this.lesson)
  }

  follow(state, lesson) {
    // A deck may have changed since: what the slides say at their start is the lesson from then on.
    this.lesson = lesson ?? this.lesson
    this.now = { ...this.now, ...state }
    if (this.lesson) this.now.at = this.within(this.now.at)
    this.followed = true
    this.show()
  }

  act(action) {
    if (this.lesson) super.act(action)
  }

  go(change) {
    this.now = { ...this.now, ...change }
    this.show()
    this.conductor.tell(this.now)
  }

  show() {
    const { lesson, now } = this
    this.part("waiting").hidden = this.followed
    this.part("speech").hidden = !lesson
    if (!lesson) return
    const slide = lesson.slides[now.at]
    const next = lesson.slides[now.at + 1]
    this.part("title").textContent = lesson.title
    this.part("place").textContent = `${now.at + 1} of ${lesson.slides.length}`
    this.part("state").textContent = now.black ? "The screen is black." : this.nextPress(slide)
    this.part("heading").textContent = slide.heading
    this.part("on-slide").replaceChildren(...this.linesOf(slide, now.shown))
    this.part("saying").hidden = !slide.notes.length
    this.part("say").replaceChildren(...slide.notes.map(note => this.noteOf(note)))
    this.part("following").textContent = next ? next.heading : "This is the last slide."
    this.part("following-points").replaceChildren(...(next ? this.linesOf(next, 0) : []))
    this.showTime()
  }

  /** The texts of a slide; those on the screen are told from those still covered. */
  linesOf(slide, shown) {
    const order = revealed(slide)
    const right = place => (slide.ordered ? ` (${slide.right.indexOf(place) + 1}.)` : slide.right.includes(place) ? " (right)" : "")
    const lines = {
      step: () => slide.points.map((said, place) => [said.text, order.get(String(place + 1)) ?? 0]),
      cover: () => slide.goals.map(goal => [goal, 0]),
      task: () => [[slide.ask, 0], [slide.answer, 1]],
      question: () => [[slide.ask, 0], ...slide.options.map((text, place) => [`${"ABCDEFGH"[place]}. ${text}${right(place)}`, 0])],
    }[slide.kind]()
    return lines.map(([text, at]) => {
      const item = make("li", at > shown ? "still-covered" : "", text)
      if (at > shown) item.append(" (covered)")
      return item
    })
  }

  /** What the next press of a key uncovers. */
  nextPress(slide) {
    const names = slide.reveal?.[this.now.shown]
    if (!names) return ""
    const said = name => {
      if (name === "play") return "the map plays to its last day"
      if (isDay(name)) return `the map plays to ${longDay(toDay(name))}`
      return name === "answer" ? "the answer" : slide.states[name] ? `${slide.states[name]} on the map` : slide.points[+name - 1].text
    }
    return `Next press: ${names.map(said).join("; ")}`
  }

  noteOf(note) {
    const paragraph = make("p", "", note.text)
    if (note.cited) paragraph.append(" ", make("cite", "", note.cited))
    return paragraph
  }

  /** Elapsed time beside the plan: the minutes of the slides before this one, and of this one. */
  showTime() {
    const { lesson, now } = this
    this.part("clock").textContent = timeOfDay(new Date())
    if (!lesson) return
    const minutes = lesson.slides.slice(0, now.at + 1).map(slide => slide.minutes ?? 0)
    const end = minutes.reduce((sum, each) => sum + each, 0)
    const elapsed = (Date.now() - now.begun) / 1000
    this.part("elapsed").textContent = `${minutesText(elapsed)} of ${lesson.minutes} min`
    const after = lesson.slides[now.at].kind === "question"
    const late = !after && end > 0 && elapsed > 60 * end
    this.part("plan").textContent = after ? "Questions for after the lesson, or in place of a part of it" : end ? `Plan: this slide ends at ${end} min${late ? ", you are behind" : ""}` : ""
    this.root.classList.toggle("late", late)
  }
}

/** Builds the player or the speaker's window in an element. */
const play = (root, data) => new (data.window === "notes" ? Notes : Stage)(root, data)
