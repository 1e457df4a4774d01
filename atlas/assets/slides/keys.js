// Keys of a clicker and of a keyboard. They are taken before any other part of the page sees them: a focused slider loses none.

const ACTIONS = {
  PageDown: "next",
  ArrowRight: "next",
  ArrowDown: "next",
  " ": "next",
  PageUp: "back",
  ArrowLeft: "back",
  ArrowUp: "back",
  Home: "first",
  End: "last",
  b: "black",
  B: "black",
  ".": "black",
  F5: "window",
  Escape: "leave",
}

/** Milliseconds without a movement after which buttons fade. */
const IDLE = 4000

/** Calls with the action of a key while the element is on the page; Tab and Enter stay with the buttons. */
const listenToKeys = (element, act) => {
  const take = event => {
    if (!element.isConnected) return removeEventListener("keydown", take, true)
    const action = ACTIONS[event.key]
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.matches?.("input[type=text], textarea, select")) return
    event.preventDefault()
    event.stopImmediatePropagation()
    act(action)
  }
  addEventListener("keydown", take, true)
  // Buttons are for the teacher: they fade while the mouse rests, and come back with it or with the Tab key.
  let resting
  const wake = () => {
    element.classList.remove("idle")
    clearTimeout(resting)
    resting = setTimeout(() => element.classList.add("idle"), IDLE)
  }
  for (const name of ["pointermove", "pointerdown", "focusin"]) element.addEventListener(name, wake)
  wake()
  // A button that was clicked would keep the focus, and with it a frame that means nothing to the class.
  element.addEventListener("pointerup", () => setTimeout(() => element.contains(document.activeElement) && document.activeElement.blur()))
}
