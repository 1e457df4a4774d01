// Where a lesson stands, and how keys move it on: the same for the slides and for the speaker's window.

const FRESH = { at: 0, shown: 0, black: false }

/** At which press of a key a name of the reveal appears; what it does not name is there from the beginning. */
const revealed = slide => new Map((slide.reveal ?? []).flatMap((names, place) => names.map(name => [name, place + 1])))

const isDay = name => /^\d{4}-\d\d-\d\d$/.test(name)

/** A window of a lesson: `now` is its place, `go` of its own takes a change of it. */
class Walk {
  constructor(root, html, data) {
    root.innerHTML = html
    this.root = root.firstElementChild
    this.part = name => this.root.querySelector("." + name)
    this.data = data
    this.lesson = data.lesson
  }

  get slides() {
    return this.lesson.slides
  }

  within(at) {
    return Math.min(Math.max(0, Math.trunc(at) || 0), this.slides.length - 1)
  }

  /** How many presses of a key a slide takes until all of it is seen. */
  presses(at = this.now.at) {
    return this.slides[at].reveal?.length ?? 0
  }

  /** Does what a key, a button or the other window asks for. */
  act(action) {
    const { now, slides } = this
    if (now.black) return this.go({ black: false })
    if (action === "black") return this.go({ black: true })
    if (action === "next") return now.shown < this.presses() ? this.go({ shown: now.shown + 1 }) : this.turn(now.at + 1)
    if (action === "back") return now.shown > 0 ? this.go({ shown: now.shown - 1 }) : this.turn(now.at - 1, true)
    if (action === "first") return this.turn(0)
    if (action === "last") return this.turn(slides.length - 1)
  }

  /** Goes to another slide: its beginning, or on the way back its end. */
  turn(at, whole = false) {
    const next = this.within(at)
    if (next !== this.now.at) this.go({ at: next, shown: whole ? this.presses(next) : 0 })
  }
}
