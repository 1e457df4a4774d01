// Tables and lines of code that scroll sideways are reached by the Tab key in every browser, as Streamlit leaves them they are not.

const REGIONS = ".stTable > *, .stCode pre"
const PAUSE = 400
let waiting

const reach = () => {
  waiting = undefined
  for (const region of document.querySelectorAll(REGIONS)) {
    const scrolls = region.scrollWidth > region.clientWidth + 1
    if (scrolls === region.hasAttribute("tabindex")) continue
    const named = { tabindex: 0, role: "group", "aria-label": "Scrolls sideways" }
    for (const [name, value] of Object.entries(named)) scrolls ? region.setAttribute(name, value) : region.removeAttribute(name)
  }
}
const soon = () => (waiting ??= setTimeout(() => requestAnimationFrame(reach), PAUSE))

new MutationObserver(soon).observe(document.body, { childList: true, subtree: true })
addEventListener("resize", soon)
