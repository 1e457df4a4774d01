// Finding a state by any of its names or codes, without a server.

const form = byId("find")
const field = form?.querySelector("input")
const folded = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim()

/** States that a text can mean: by a whole name or code first, then by how a name begins, then by a part of one. */
const matches = (states, text) => {
  const asked = folded(text)
  if (!asked) return []
  const ways = [name => name === asked, name => name.startsWith(asked), name => name.includes(` ${asked}`), name => name.includes(asked)]
  for (const way of ways) {
    const found = states.filter(([, ...names]) => names.some(name => way(folded(name))))
    if (found.length) return found
  }
  return []
}

const pageOf = iso3 => `${facts.root}country/${iso3}.html`

/** One state that fits is opened; several, or none, are left to the list of all states. */
const search = async event => {
  event.preventDefault()
  const found = matches(await give("states"), field.value)
  if (found.length === 1) location.href = pageOf(found[0][0])
  else if (field.value.trim()) location.href = `${facts.root}countries.html?q=${encodeURIComponent(field.value.trim())}`
}

const offer = async () => {
  if (byId("names").children.length) return
  const states = await give("states")
  byId("names").replaceChildren(...states.map(([iso3, name]) => element("option", "", { value: name, label: iso3 })))
}

if (form) {
  form.addEventListener("submit", search)
  field.addEventListener("focus", offer, { once: true })
  field.addEventListener("input", event => {
    // A name chosen from the list comes without an input type, or as a replacement: it is opened at once.
    if (!event.inputType || event.inputType === "insertReplacementText") form.requestSubmit()
  })
}

/** On the page of all states: the rows that fit what is written, as it is written. */
const filter = byId("filter")
const narrow = async () => {
  const wanted = new Set(matches(await give("states"), filter.value).map(([iso3]) => iso3))
  let shown = 0
  for (const row of document.querySelectorAll("tr[data-state]")) {
    row.hidden = !!folded(filter.value) && !wanted.has(row.dataset.state)
    shown += !row.hidden
  }
  byId("filtered").textContent = folded(filter.value) ? `${shown} of ${facts.states} states` : ""
}
if (filter) {
  filter.addEventListener("input", narrow)
  filter.value = new URLSearchParams(location.search).get("q") ?? ""
  if (filter.value) narrow()
}
