// What the reader chose <-> the query of the address, by the keys and values of the app. The address is untrusted text.

const DAY_FORM = /^\d{4}-\d{2}-\d{2}$/
const KNOWN = ["treaty", "year", "on", "status", "region", "state", "from", "to", "lane", "category", "event", "table",
  "before", "other", "view", "layer", "draw", "notice", "deposit", "claim", "verdict", "treaties", "codes", "tables"]

class Ignored extends Error {}

const shownText = text => JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text)
const oneOf = (text, known, what, said = known.join(", ")) => {
  if (!known.includes(text)) throw new Ignored(`${shownText(text)} is not a ${what}; allowed: ${said}`)
  return text
}
const listOf = (text, known, what, fold, said) => {
  const chosen = new Set(text.split(",").map(part => part.trim()).filter(Boolean).map(part => oneOf(fold(part), known, what, said)))
  return chosen
}
const isDay = text => DAY_FORM.test(text) && new Date(`${text}T00:00:00Z`).toISOString?.().slice(0, 10) === text
const aDay = text => {
  let real = false
  try {
    real = isDay(text)
  } catch {}
  if (!real || text < "1900-01-01" || text > facts.checked) throw new Ignored(`${shownText(text)} is not a day from 1900-01-01 to ${facts.checked}; write YYYY-MM-DD`)
  return text
}
const aYear = text => {
  const last = facts.checked.slice(0, 4)
  if (!/^\d{4}$/.test(text) || text < "1900" || text > last) throw new Ignored(`${shownText(text)} is not a year from 1900 to ${last}`)
  return yearEnd(text)
}
const yearEnd = year => (`${year}-12-31` < facts.checked ? `${year}-12-31` : facts.checked)

/** How the value of each key is read; what else the app knows is named and left out. */
const READERS = {
  treaty: (choice, text) => (choice.treaty = oneOf(text.toLowerCase(), Object.keys(facts.treaties), "treaty")),
  year: (choice, text) => (choice.on = aYear(text)),
  on: (choice, text) => (choice.on = aDay(text)),
  status: (choice, text) => {
    const chosen = listOf(text, facts.statuses, "status", part => part.toLowerCase())
    choice.status = facts.statuses.filter(code => chosen.has(code))
  },
  state: (choice, text) => (choice.state = [...listOf(text, facts.codes, "state", part => part.toUpperCase(), "ISO 3166-1 alpha-3 codes of the 197 states")]),
  event: (choice, text) => (choice.event = oneOf(text.toUpperCase(), facts.events, "event", "keys of events.csv, such as E001")),
}

/** The choice in an address, and a sentence for each value that was ignored. `taken` are the keys that the page obeys. */
const readChoice = (search, taken) => {
  const query = new URLSearchParams(search)
  const choice = { treaty: facts.treaty, on: facts.checked, status: [], state: [], event: "" }
  const notices = []
  for (const key of KNOWN) {
    const text = query.get(key)
    if (!text) continue
    try {
      if (!taken.includes(key)) throw new Ignored("this page has no such choice")
      READERS[key](choice, text)
    } catch (problem) {
      if (!(problem instanceof Ignored)) throw problem
      notices.push(`The link's ${key} was ignored: ${problem.message}.`)
    }
  }
  const first = facts.treaties[choice.treaty].first
  if (choice.on < first) {
    notices.push(`The link's day ${choice.on} was ignored: for this treaty the years run from ${first.slice(0, 4)} to ${facts.checked.slice(0, 4)}.`)
    choice.on = facts.checked
  }
  return { choice, notices }
}

/** The shortest query that gives the choice back, "" for the default. */
const writeChoice = ({ treaty, on, status, state, event }) => {
  const query = new URLSearchParams()
  if (treaty !== facts.treaty) query.set("treaty", treaty)
  if (on !== facts.checked) on.endsWith("-12-31") ? query.set("year", on.slice(0, 4)) : query.set("on", on)
  if (status.length) query.set("status", status.join(","))
  if (state.length) query.set("state", state.join(","))
  if (event) query.set("event", event)
  const text = query.toString().replaceAll("%2C", ",")
  return text && `?${text}`
}

/** Puts the choice into the address, so that a copied link shows the same view; where a browser forbids it, nothing is lost. */
const keepInAddress = choice => {
  try {
    history.replaceState(history.state, "", location.pathname + writeChoice(choice))
  } catch {}
  for (const link of document.querySelectorAll("a[data-follows]")) link.href = link.dataset.follows + writeChoice(choice)
}

const showNotices = notices => byId("notices").replaceChildren(...notices.map(text => element("p", text)))
