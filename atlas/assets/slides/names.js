// The names of the states that a slide speaks of, beside their places on the map; none covers another.

const GAP = 6

/** Writes the names ({iso3: name}) over the map; a name that would cover another one moves down or up beside it. */
const writeNames = (map, host, named) => {
  const geo = map.plot._fullLayout?.geo
  const taken = []
  host.replaceChildren()
  if (!geo?._subplot || !map.history) return
  const frame = map.part("frame").getBoundingClientRect()
  const base = host.getBoundingClientRect()
  const placed = Object.entries(named)
    .map(([iso3, name]) => [name, geo._subplot.projection([map.history.states[iso3].lon, map.history.states[iso3].lat])])
    .filter(([, point]) => point && point[0] >= 0 && point[1] >= 0 && point[0] <= frame.width && point[1] <= frame.height)
    .sort(([, one], [, other]) => one[1] - other[1])
  for (const [name, [x, y]] of placed) {
    const label = host.appendChild(make("span", "", name))
    const { offsetWidth: width, offsetHeight: height } = label
    const left = x + GAP + width > frame.width ? x - GAP - width : x + GAP
    const free = top => taken.every(box => left > box.right || left + width < box.left || top > box.bottom || top + height < box.top)
    const steps = [...Array(24).keys()].flatMap(step => [step, -step]).map(step => y - height / 2 + (step * height) / 2)
    const top = steps.find(each => each >= 0 && each + height <= frame.height && free(each)) ?? y - height / 2
    taken.push({ left, right: left + width, top, bottom: top + height })
    label.style.left = `${left + frame.left - base.left}px`
    label.style.top = `${top + frame.top - base.top}px`
    const dot = host.appendChild(make("i"))
    dot.style.left = `${x + frame.left - base.left}px`
    dot.style.top = `${y + frame.top - base.top}px`
  }
}
