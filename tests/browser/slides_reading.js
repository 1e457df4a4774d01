// What a class sees of a slide, as an object of functions; read by slides_reading.py.
(() => {
  const seen = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })

  /** Calls with every text that is seen and the element that it stands in; drawn texts of the map are none. */
  const texts = function* (left) {
    const walker = document.createTreeWalker(document.querySelector(".atlas-slides, .atlas-notes"), NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      if (node.textContent.trim() && seen(element) && !element.closest(`svg, style${left}`)) yield [element, node.textContent.trim().slice(0, 40)]
    }
  }

  const channels = colour => colour.match(/[\d.]+/g).map(Number)
  const linear = each => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4)
  const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  const over = ([red, green, blue, alpha = 1], below) => [red, green, blue].map((each, place) => each * alpha + below[place] * (1 - alpha))
  const ground = element => {
    const above = element.parentElement ? ground(element.parentElement) : [255, 255, 255]
    const colour = getComputedStyle(element).backgroundColor
    return colour.startsWith("rgb") ? over(channels(colour), above) : above
  }

  return {
    ready() {
      const slides = document.querySelector(".atlas-slides")
      if (!slides) return false
      if (slides.classList.contains("mapless")) return true
      return slides.querySelector(".atlas-map .notice").hidden && slides.querySelectorAll("path[data-status]").length > 190
    },

    sizes: () => [...texts("")].map(([element, text]) => [parseFloat(getComputedStyle(element).fontSize), text]),

    contrasts: () =>
      [...texts(", button:disabled")].map(([element, text]) => {
        const own = ground(element)
        const [dark, bright] = [light(over(channels(getComputedStyle(element).color), own)), light(own)].sort((one, other) => one - other)
        return [(bright + 0.05) / (dark + 0.05), text]
      }),

    /** Parts that reach beyond the window, or beyond the room for texts, or are wider than their own box. */
    overflowing() {
      const parts = ".heading, .told, .told *, .foot button, .atlas-map :is(.bar, .legend, .policy, button)"
      return [...document.querySelector(".atlas-slides").querySelectorAll(parts)].filter(seen).filter(element => {
        const box = element.getBoundingClientRect()
        const lowest = Math.min(innerHeight, element.closest(".told")?.getBoundingClientRect().bottom ?? innerHeight)
        const outside = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > lowest + 1
        return outside || (element.clientWidth && element.scrollWidth > element.clientWidth + 1)
      }).map(element => `${element.className || element.tagName}: ${element.textContent.slice(0, 40)}`)
    },
  }
})()
