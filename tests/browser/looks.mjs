// How a page looks at each width, in light and dark: accessible, nothing cut off, nothing covered.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
const WIDTHS = [[1440, 900], [390, 844], [320, 568]]
const ALL = WIDTHS.flatMap(size => [[size, 'light'], [size, 'dark']])
const [WIDE, PHONE, NARROW] = WIDTHS
let turn = 0

/**
 * The combinations of one page: every width with every page, both schemes with every page, and over two pages
 * both schemes with every width. `ORDSTYRER_ALL_LOOKS=1` plays all of them.
 */
function pairs() {
  if (process.env.ORDSTYRER_ALL_LOOKS) return ALL
  const [one, other] = turn++ % 2 ? ['dark', 'light'] : ['light', 'dark']
  return [[WIDE, one], [PHONE, other], [NARROW, one]]
}

/** How many combinations were looked at by this scene. */
export const looked_at = () => counted
let counted = 0

/** Fails unless the page that is open now is right everywhere. `name` is for the message. */
export async function right_everywhere(page, name, schemes = null) {
  const wanted = schemes ? WIDTHS.flatMap(size => schemes.map(scheme => [size, scheme])) : pairs()
  for (const [[width, height], colorScheme] of wanted) {
    await page.setViewportSize({ width, height })
    counted += 1
    await page.emulateMedia({ colorScheme })
    const where = `${name}, ${width} px, ${colorScheme}`
    assert.deepEqual(await barriers(page), [], `${where}: barriers`)
    assert.deepEqual(await spilled(page), [], `${where}: wider than the screen`)
    assert.deepEqual(await covered(page), [], `${where}: cannot be pressed`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: null })
}

/** What axe finds, each with the elements it is about. */
export async function barriers(page) {
  await page.evaluate(AXE)
  return page.evaluate(async tags => {
    // `preload` would fetch stylesheets by script, which the policy rightly forbids.
    const found = await window.axe.run({
      runOnly: tags,
      preload: false,
      rules: { 'target-size': { enabled: true } },
    })
    return found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target).join(' | ')}`)
  }, TAGS)
}

/** What makes the page scroll sideways. */
export async function spilled(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > width + 1)
    return ['the page', ...wide.map(one => `${one.tagName}.${one.className}`)]
  })
}

/** Buttons and links that something else lies over. */
export async function covered(page) {
  return page.evaluate(() => {
    const hidden = []
    for (const one of document.querySelectorAll('main a, main button, main select, main input:not([type=hidden])')) {
      if (!one.checkVisibility()) continue
      one.scrollIntoView({ block: 'center', behavior: 'instant' })
      const [box] = one.getClientRects()
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      // A link in the queue covers its whole row on purpose.
      const isReached = top && (one.contains(top) || top.contains(one) || top.closest('a') === one)
      if (!isReached) hidden.push(`${one.tagName} ${one.textContent.trim()} under ${top?.className}`)
    }
    scrollTo(0, 0)
    return hidden
  })
}
