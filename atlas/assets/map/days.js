// Days as whole numbers since 1 January 1970, and the history of a treaty looked up by day.

const DAY = 86400000
const toDay = iso => Date.parse(iso + "T00:00:00Z") / DAY
const toIso = day => new Date(day * DAY).toISOString().slice(0, 10)
const yearOf = day => +toIso(day).slice(0, 4)
const MONTHS = "January February March April May June July August September October November December".split(" ")
const longDay = day => {
  const [year, month, date] = toIso(day).split("-")
  return `${+date} ${MONTHS[month - 1]} ${year}`
}

/**
 * A classification: `statuses` (codes of its classes), `styles`, `texts`, and `steps` by state. A history of statuses is
 * one, a layer is one, and so is what a page makes for a map of its own.
 */

/** The history of a treaty as a classification: it keeps the steps with the names and places of the states. */
const asClassification = history => ({ ...history, steps: Object.fromEntries(Object.entries(history.states).map(([iso3, state]) => [iso3, state.steps])) })

/** The classification with its classes put together in groups ({code, label, of, and a style in place of the code's own}); as it is without groups. */
const merged = (shown, groups) => {
  if (!shown || !groups) return shown
  const place = shown.statuses.map(code => groups.findIndex(group => group.of.includes(code)))
  return {
    ...shown,
    statuses: groups.map(group => group.code),
    styles: groups.map(group => ({ ...shown.styles[shown.statuses.indexOf(group.code)], ...group })),
    steps: Object.fromEntries(Object.entries(shown.steps).map(([iso3, steps]) => [iso3, steps.map(([since, index, ...rest]) => [since, place[index], ...rest])])),
  }
}

/** The step of a state that holds on a day: since <= day < the next step's since. */
const stepOn = (steps, day) => {
  let found = steps[0]
  for (const step of steps) {
    if (step[0] !== null && step[0] > day) break
    found = step
  }
  return found
}

/** The code of a state's class on a day. */
const codeOn = (shown, iso3, day) => shown.statuses[stepOn(shown.steps[iso3], day)[1]]

/** What the card needs to know about one state on one day. */
const classOn = (shown, iso3, day) => {
  const steps = shown.steps[iso3]
  const step = stepOn(steps, day)
  const next = steps[steps.indexOf(step) + 1]
  const contested = step[4] !== null && step[4] <= day
  return {
    label: shown.styles[step[1]].label,
    since: step[0],
    until: next ? next[0] : null,
    certain: !!step[2],
    text: shown.texts[step[3]] + (contested ? " Contested: " + shown.texts[step[5]] : ""),
  }
}

/** The number of states in each class on a day, by index. */
const countsOn = (shown, day, within) => {
  const counts = shown.statuses.map(() => 0)
  for (const iso3 in shown.steps)
    if (!within || within.has(iso3)) counts[stepOn(shown.steps[iso3], day)[1]] += 1
  return counts
}

/** Every day on which the class of any state (or of any of those `near`) changes in one of the classifications, in order. */
const changeDays = (drawn, near = null) => {
  const days = new Set()
  const wanted = ({ steps }) => Object.entries(steps).filter(([iso3]) => !near || near.has(iso3)).map(([, own]) => own)
  for (const steps of drawn.flatMap(wanted))
    steps.forEach((step, place) => {
      if (place && step[1] !== steps[place - 1][1]) days.add(step[0])
    })
  return [...days].sort((a, b) => a - b)
}
