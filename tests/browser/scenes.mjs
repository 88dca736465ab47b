// The scenes. Each is played by one test of tests/it, against a desk with invented comments.
import assert from 'node:assert/strict'
import { join } from 'node:path'

import { barriers, right_everywhere } from './looks.mjs'
import { in_by_link, opens, says } from './steps.mjs'

export { evening } from './evening.mjs'

/** Every page at every width in light and dark. */
export async function looks(chromium, { links }) {
  const mette = await chromium.person()
  const torben = await chromium.person()
  await mette.goto('/log-ind')
  await right_everywhere(mette, 'sign-in')
  await mette.getByLabel('Navn', { exact: true }).fill('ingen')
  await mette.getByLabel('Adgangskode').fill('ingenting')
  await mette.getByRole('button', { name: 'Log ind' }).click()
  await right_everywhere(mette, 'sign-in refused')
  await mette.goto(links.mette)
  await right_everywhere(mette, 'one-time link')
  await in_by_link(mette, links.mette)
  await right_everywhere(mette, 'password')
  await in_by_link(torben, links.mette)
  await right_everywhere(torben, 'spent link')
  await in_by_link(torben, links.torben)

  await mette.goto('/ko')
  await right_everywhere(mette, 'queue')
  await mette.locator('.health summary').click()
  await mette.locator('.me summary').click()
  await right_everywhere(mette, 'queue with everything open')
  await mette.goto('/afstemning')
  await says(mette, 'h1', 'Afstemning')
  await right_everywhere(mette, 'counts')
  await mette.goto('/ko')
  for (const name of ['Karen Lund', 'nordhavn_91', 'Aisha Mølgaard', 'Susanne Eg']) {
    await opens(mette, name)
    await right_everywhere(mette, name)
  }
  await opens(torben, 'Susanne Eg')
  await mette.getByRole('button', { name: 'Behold' }).click()
  await right_everywhere(mette, 'notice')
  await torben.getByRole('button', { name: 'Behold' }).click()
  await says(torben, 'h1', 'kom først')
  await right_everywhere(torben, '409')
  await torben.goto('/findes/ikke')
  await right_everywhere(torben, 'missing')
  await torben.goto('/ko')
  await torben.getByRole('button', { name: 'Stop alt automatisk' }).click()
  await says(torben, '.banner.danger', 'Stoppet af Torben Prøve')
  await right_everywhere(torben, 'halted')
  await torben.getByRole('button', { name: 'Start igen' }).click()
  await sees_what_is_wrong(chromium, mette)
}

/** Pictures of an ordinary evening, for looking at. */
export async function pictures(chromium, { links, screenshots: folder }) {
  const page = await chromium.person({ colorScheme: 'light' })
  await in_by_link(page, links.eva)
  await page.goto('/ko')
  await page.screenshot({ path: join(folder, 'queue.png') })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.screenshot({ path: join(folder, 'queue-dark.png') })
  await page.emulateMedia({ colorScheme: 'light' })
  await opens(page, 'Karen Lund')
  await page.screenshot({ path: join(folder, 'item.png') })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.screenshot({ path: join(folder, 'phone.png') })
  await page.goto('/ko')
  await page.screenshot({ path: join(folder, 'phone-queue.png') })
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/afstemning')
  await page.screenshot({ path: join(folder, 'counts.png') })
}

/** A check that never fails says nothing: this page is made wrong, and has to be caught. */
async function sees_what_is_wrong(chromium, page) {
  chromium.saw_nothing_wrong()
  await page.goto('/ko')
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.body.append(script)
    document.documentElement.removeAttribute('lang')
    document.querySelector('main').style.setProperty('width', '3000px')
  })
  assert.equal(await page.evaluate(() => window.ran), undefined, 'an inline script ran')
  assert.match((await barriers(page)).join(), /html-has-lang/)
  await assert.rejects(right_everywhere(page, 'made wrong'), /barriers/)
  assert.match(chromium.taken_out().join(), /policy: script-src/)
}

/** What citizens write to do harm: so many rows of it. */
export async function hostile(chromium, { links, rows }) {
  const page = await chromium.person()
  await in_by_link(page, links.mette)
  await page.goto('/ko')
  await stays_in_its_box(page, '.row h2, .words')
  await right_everywhere(page, 'hostile queue', ['light'])
  const addresses = await page.locator('.row h2 a').evaluateAll(links => links.map(link => link.href))
  assert.equal(addresses.length, rows)
  for (const address of addresses) {
    await page.goto(address)
    await stays_in_its_box(page, '.said h1, .quote')
    await right_everywhere(page, address, ['light'])
    const tags = await page.locator('.quote, h1').evaluateAll(boxes =>
      boxes.flatMap(box => [...box.querySelectorAll('*')]).map(one => one.tagName))
    assert.deepEqual(tags.filter(tag => !['BDI', 'SPAN', 'MARK', 'SUP'].includes(tag)), [], 'tags of their own')
    assert.equal(await page.evaluate(() => window.ran), undefined, 'a citizen ran something')
  }
  // Where nobody runs anything, nothing may look different either.
  const plain = await chromium.person({ javascript: false })
  await in_by_link(plain, links.torben)
  for (const address of addresses) {
    await plain.goto(address)
    await says(plain, 'h2', 'Derfor er den markeret')
  }
}

/** What a citizen wrote ends where its box ends, and the box is no taller than a screen. */
async function stays_in_its_box(page, boxes) {
  const styles = await page.locator(boxes).evaluateAll(all => all.map(box => {
    const { overflowX, overflowY } = getComputedStyle(box)
    return { overflowX, overflowY, height: box.getBoundingClientRect().height }
  }))
  assert.ok(styles.length > 0, `nothing here is called ${boxes}`)
  for (const { overflowX, overflowY, height } of styles) {
    assert.ok(overflowX !== 'visible' && overflowY !== 'visible', 'letters can be painted outside their box')
    assert.ok(height <= 700, `a box of ${height} px pushes everything else away`)
  }
}

/** The demo's own desk: whatever citizens of the town wrote by now. */
export async function demo(chromium, { link }) {
  const page = await chromium.person()
  const other = await chromium.person()
  await in_by_link(page, link)
  await in_by_link(other, link)
  await says(other, 'h1', 'Linket virker ikke')
  await page.goto('/ko')
  // The first turn of the worker is under way.
  while (await page.locator('.row').count() === 0) await page.reload()
  await page.locator('.row h2 a').first().click()
  await right_everywhere(page, 'an inquiry of the demo', ['light'])
  await page.locator('.me summary').click()
  await page.getByRole('button', { name: 'Log ud' }).click()
  await page.waitForURL('**/log-ind')
}
