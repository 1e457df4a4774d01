// What Streamlit leaves out of reach: tables and lines of code that scroll sideways get the Tab key in every browser, and
// the field for a file, which it names but calls no part of the page, is a part with that name.

const REGIONS = ".stTable > *, .stCode pre"
const FILES = "[data-testid=stFileUploaderDropzone][role=presentation]"
const PAUSE = 400
let waiting

const reach = () => {
  waiting = undefined
  for (const field of document.querySelectorAll(FILES)) field.setAttribute("role", "group")
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
