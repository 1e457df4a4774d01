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

const shortDay = day => {
  const [year, month, date] = toIso(day).split("-")
  return `${+date} ${MONTHS[month - 1].slice(0, 3)} ${year}`
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

/** What the drawing and the card need to know about one state on one day. */
const statusOn = (history, iso3, day) => {
  const { steps, name } = history.states[iso3]
  const step = stepOn(steps, day)
  const next = steps[steps.indexOf(step) + 1]
  const contested = step[4] !== null && step[4] <= day
  return {
    name,
    index: step[1],
    code: history.statuses[step[1]],
    since: step[0],
    until: next ? next[0] : null,
    certain: !!step[2],
    contested,
    basis: history.texts[step[3]] + (contested ? "; contested: " + history.texts[step[5]] : ""),
  }
}

/** The number of states in each status on a day, by index. */
const countsOn = (history, day, within) => {
  const counts = history.statuses.map(() => 0)
  for (const iso3 in history.states)
    if (!within || within.has(iso3)) counts[stepOn(history.states[iso3].steps, day)[1]] += 1
  return counts
}

/** Every day on which the status of any state changes, in order. */
const changeDays = history => {
  const days = new Set()
  for (const { steps } of Object.values(history.states))
    steps.forEach((step, place) => {
      if (place && step[1] !== steps[place - 1][1]) days.add(step[0])
    })
  return [...days].sort((a, b) => a - b)
}
