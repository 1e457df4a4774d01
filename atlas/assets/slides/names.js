// The names of the states that a slide speaks of, beside their places on the map: none covers another, nor a place.

const [NEAREST, LED] = [8, 26]
/** Distances in px of a name from its place: how near it may stand, and from how far a line leads to it. */

const overlap = (one, other) => Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) * Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top))

/** Boxes for a name round its place, near ones first: beside it, then in rings of twelve directions. */
const boxesRound = ([x, y], width, height) => {
  const at = (left, top) => ({ left, top, right: left + width, bottom: top + height })
  const beside = [at(x + NEAREST, y - height / 2), at(x - NEAREST - width, y - height / 2), at(x - width / 2, y - NEAREST - height), at(x - width / 2, y + NEAREST)]
  const rings = [1.2, 2, 3, 4.2, 5.6].flatMap(ring => [...Array(12).keys()].map(turn => {
    const [across, down] = [Math.cos((turn * Math.PI) / 6), Math.sin((turn * Math.PI) / 6)]
    return at(x + across * (ring * height + width / 2) - width / 2, y + down * ring * height * 1.4 - height / 2)
  }))
  return [...beside, ...rings]
}

/** A box for each name, found for all of them at once, so that none moves when another one appears. */
const placeNames = (places, sizes, { width, height }) => {
  const dots = [...places.values()].map(([x, y]) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }))
  const taken = []
  const found = new Map()
  for (const [iso3, place] of [...places].sort(([, one], [, other]) => one[1] - other[1])) {
    const cost = (box, rank) =>
      rank + taken.reduce((sum, other) => sum + overlap(box, other), 0) + dots.reduce((sum, dot) => sum + 4 * overlap(box, dot), 0) +
      1e4 * (box.left < 0 || box.top < 0 || box.right > width || box.bottom > height)
    const boxes = boxesRound(place, ...sizes.get(iso3))
    const best = boxes.reduce((least, box, rank) => (cost(box, rank) < least.cost ? { box, cost: cost(box, rank) } : least), { cost: Infinity })
    taken.push(best.box)
    found.set(iso3, best.box)
  }
  return found
}

/** Writes the names of `shown` (codes) over the map, each where it stands when `all` ({iso3: name}) are there. */
const writeNames = (map, host, { all, shown }) => {
  host.replaceChildren()
  const projection = map.plot._fullLayout?.geo?._subplot?.projection
  if (!projection || !map.history) return
  const frame = map.part("frame").getBoundingClientRect()
  const base = host.getBoundingClientRect()
  const [aside, down] = [frame.left - base.left, frame.top - base.top]
  const places = new Map(Object.keys(all).map(iso3 => [iso3, projection([map.history.states[iso3].lon, map.history.states[iso3].lat])])
    .filter(([, point]) => point && point[0] >= 0 && point[1] >= 0 && point[0] <= frame.width && point[1] <= frame.height))
  const labels = new Map([...places.keys()].map(iso3 => [iso3, host.appendChild(make("span", "", all[iso3]))]))
  const sizes = new Map([...labels].map(([iso3, label]) => [iso3, [label.offsetWidth, label.offsetHeight]]))
  for (const [iso3, box] of placeNames(places, sizes, frame)) {
    const label = labels.get(iso3)
    if (!shown.includes(iso3)) {
      label.remove()
      continue
    }
    Object.assign(label.style, { left: `${box.left + aside}px`, top: `${box.top + down}px` })
    const [x, y] = places.get(iso3)
    const [nearX, nearY] = [Math.min(Math.max(x, box.left), box.right), Math.min(Math.max(y, box.top), box.bottom)]
    const away = Math.hypot(nearX - x, nearY - y)
    const dot = host.appendChild(make("i"))
    Object.assign(dot.style, { left: `${x + aside}px`, top: `${y + down}px` })
    if (away < LED) continue
    const line = host.appendChild(make("b"))
    Object.assign(line.style, { left: `${x + aside}px`, top: `${y + down}px`, width: `${away}px`, rotate: `${Math.atan2(nearY - y, nearX - x)}rad` })
  }
}
