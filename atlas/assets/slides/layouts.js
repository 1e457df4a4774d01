// How each kind of slide lays out its texts; numbers of sources stay with the speaker, their names stand under the points.

const list = (kind, items, className) => {
  const element = make(kind, className)
  element.append(...items)
  return element
}

const point = (said, place) => {
  const item = make("li", "", said.text)
  item.dataset.reveal = String(place + 1)
  return item
}

const sourcesOf = slide => (slide.publishers?.length ? [make("p", "cited", `${slide.publishers.length > 1 ? "Sources" : "Source"}: ${slide.publishers.join("; ")}`)] : [])

/** The rows that prove an answer as a small table. */
const rowsOf = ({ columns, cells, more }) => {
  const row = (kind, texts) => list("tr", texts.map(text => make(kind, "", text)))
  const table = list("table", [list("thead", [row("th", columns)]), list("tbody", cells.map(texts => row("td", texts)))])
  return [table, ...(more ? [make("p", "cited", more)] : [])]
}

const asAnswer = parts => {
  const answer = list("div", parts, "answer")
  answer.dataset.reveal = "answer"
  return answer
}

const LAYOUTS = {
  cover: slide => [
    make("p", "audience", slide.audience),
    make("p", "aim", slide.aim),
    list("ul", slide.goals.map(goal => make("li", "", goal)), "points"),
  ],

  step: slide => [list("ul", slide.points.map(point), "points"), ...sourcesOf(slide)],

  task: slide => [make("p", "ask", slide.ask), asAnswer([make("p", "", slide.answer), ...sourcesOf(slide)])],

  question: slide => {
    const options = slide.options.map((text, place) => {
      const item = make("li", "", text)
      if (!slide.ordered && slide.right.includes(place)) item.dataset.right = ""
      return item
    })
    const order = slide.ordered ? [make("p", "", `Right order: ${slide.right.map(place => slide.options[place]).join(" – ")}`)] : []
    const proof = [...order, make("p", "", slide.because), make("p", "cited", slide.article), ...rowsOf(slide.rows)]
    return [list("div", [make("p", "ask", slide.ask), list("ol", options, "options")], "asked"), asAnswer(proof)]
  },
}
