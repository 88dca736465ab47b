// The scenes. Each is played by one test of tests/it, against a desk with invented comments.
import assert from 'node:assert/strict'
import { join } from 'node:path'

import { barriers, looked_at, right_everywhere } from './looks.mjs'
import { in_by_link, opens, says } from './steps.mjs'

export { evening } from './evening.mjs'
export { fifty, keys, live } from './keys.mjs'
export { night, zoom } from './night.mjs'

/** The pages beside the queue. */
export const BOOKS = {
  waiting: '/venter',
  decided: '/afgjort',
  search: '/sog',
  statistics: '/statistik',
  retention: '/sletning',
  audit: '/revision',
  counts: '/afstemning',
  operation: '/drift',
  settings: '/indstillinger',
  shortcuts: '/genveje',
  sessions: '/sessioner',
  access: '/adgang',
  'staff notice': '/oplysning',
  'second step': '/totrin',
  help: '/hjaelp',
  policy: '/regler',
  statement: '/tilgaengelighed',
  topics: '/emner',
  month: '/statistik/maaned/2026-10',
  sample: '/statistik/stikproeve',
  given: '/ko?koe=dig',
}

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
  console.log(`${looked_at()} combinations`)
  await sees_what_is_wrong(chromium, mette)
}

/** The other pages, full (with decisions made) or, where that shows, empty. */
export async function books(chromium, { links, full }) {
  const page = await chromium.person()
  await in_by_link(page, links.eva)
  if (full) {
    for (const [name, button] of [['Per og Inge', 'Behold'], ['Bent Sørensen', 'Fjern']]) {
      await opens(page, name)
      await page.getByRole('button', { name: button }).click()
      await page.waitForURL('**/ko/*besked=*')
    }
  }
  const state = full ? 'full' : 'empty'
  // Without anything in it a page that only says how things are looks the same.
  const seen = full ? Object.keys(BOOKS) : ['waiting', 'statistics', 'retention']
  for (const [name, address] of Object.entries(BOOKS).filter(([name]) => seen.includes(name))) {
    await page.goto(address)
    await page.locator('h1').waitFor()
    await right_everywhere(page, `${name}, ${state}`)
  }
  if (!full) {
    await page.goto('/ko')
    await right_everywhere(page, 'queue, empty')
    console.log(`${looked_at()} combinations`)
    return
  }
  await opens(page, 'Aisha Mølgaard')
  await page.locator('#videre summary').click()
  await right_everywhere(page, 'to refer')
  await page.locator('#syn-grund').selectOption('rule')
  await page.getByRole('button', { name: 'Bed om et andet syn' }).click()
  await says(page, '.notice', 'En kollega bliver bedt om et andet syn')
  await page.getByRole('link', { name: 'Se den, eller fortryd' }).click()
  await says(page, '.referred', 'beder om et andet syn fra en kollega')
  assert.equal(await page.getByRole('button', { name: 'Behold' }).count(), 0, 'who asks cannot answer')
  await right_everywhere(page, 'second opinion')
  await page.goto('/sog')
  await page.getByRole('searchbox').fill('vej')
  await page.getByRole('button', { name: 'Søg' }).click()
  await says(page, '#found', 'fundet')
  await right_everywhere(page, 'found')
  await opens(page, 'Vinderklubben')
  await page.getByRole('link', { name: 'Afgør dem samlet' }).click()
  await says(page, 'h1', 'siger det samme')
  await right_everywhere(page, 'alike')
  await page.getByRole('checkbox').first().uncheck()
  await page.getByRole('button', { name: 'Fjern dem' }).click()
  await says(page, 'h2', 'Fjern 2 kommentarer efter R10?')
  await right_everywhere(page, 'alike, the number')
  await page.getByRole('button', { name: 'Ja, gør det' }).click()
  await says(page, '[role=status]', '2 fjernelser er besluttet')
  await right_everywhere(page, 'alike, done')
  await page.goto('/afgjort')
  await page.locator('.cell').first().click()
  await page.getByRole('link', { name: 'Udskriv afgørelsen' }).click()
  await says(page, 'h1', 'Udskriv afgørelsen')
  await right_everywhere(page, 'paper')
  await page.goto('/ko')
  await opens(page, 'Karen Lund')
  await page.getByRole('link', { name: 'Bloker personen' }).click()
  await says(page, 'h1', 'Bloker personen')
  await right_everywhere(page, 'block')
  await page.getByLabel('Retningslinje, der er brudt').selectOption('R4')
  await page.getByLabel('Høring').selectOption('no_way')
  await page.getByLabel('Begrundelse').fill('Gentagne personangreb i flere tråde, også efter to fjernelser.')
  const last = await page.getByLabel('Sidste dag').getAttribute('max')
  await page.getByLabel('Sidste dag').fill(last)
  await page.getByRole('button', { name: 'Skriv afgørelsen' }).click()
  await says(page, 'h1', 'Afgørelse om blokering')
  await right_everywhere(page, 'block, the record')
  await page.goto('/venter')
  await says(page, '#blocks', 'Blokeringer')
  await right_everywhere(page, 'waiting, with a block')
  for (const theme of ['Mørkt', 'Lyst', 'System']) {
    await page.locator('.me summary').click()
    await page.getByRole('button', { name: theme }).click()
    await page.waitForLoadState()
    const scheme = { Mørkt: 'dark', Lyst: 'light' }[theme]
    assert.equal(await page.locator('html').getAttribute('data-theme'), scheme ?? null)
  }
  console.log(`${looked_at()} combinations`)
}

/** Pictures of an ordinary evening, for looking at. */
export async function pictures(chromium, { links, screenshots: folder }) {
  const page = await chromium.person({ colorScheme: 'light' })
  const shoot = (name, more = {}) => page.screenshot({ path: join(folder, `${name}.png`), ...more })
  await page.goto('/log-ind')
  await shoot('sign-in')
  await in_by_link(page, links.eva)
  for (const [name, button] of [['Per og Inge', 'Behold'], ['Bent Sørensen', 'Fjern']]) {
    await opens(page, name)
    await page.getByRole('button', { name: button }).click()
    await page.waitForURL('**/ko/*besked=*')
  }
  await shoot('decided-one')
  await page.goto('/ko')
  await shoot('queue')
  await opens(page, 'Karen Lund')
  await shoot('item')
  await page.emulateMedia({ colorScheme: 'dark' })
  await shoot('item-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.keyboard.press('?')
  await page.locator('dialog').waitFor()
  await shoot('keys')
  await page.keyboard.press('Escape')
  await opens(page, 'Vinderklubben')
  await page.goto(`${new URL(page.url()).pathname}/ens`)
  await shoot('alike')
  for (const [name, address] of Object.entries(BOOKS)) {
    await page.goto(address)
    await shoot(name, { fullPage: true })
  }
  await opens(page, 'Aisha Mølgaard')
  await page.locator('#videre summary').click()
  await page.locator('#syn-grund').selectOption('rule')
  await shoot('refer', { fullPage: true })
  await page.getByRole('button', { name: 'Bed om et andet syn' }).click()
  await says(page, '.notice', 'En kollega bliver bedt om et andet syn')
  await page.getByRole('link', { name: 'Se den, eller fortryd' }).click()
  await shoot('second-opinion')
  await page.goto('/sog')
  await page.getByRole('searchbox').fill('vej')
  await page.getByRole('button', { name: 'Søg' }).click()
  await says(page, '#found', 'fundet')
  await shoot('search')
  await page.goto('/afgjort')
  await page.goto(`${await page.locator('.cell').first().getAttribute('href')}/papir`)
  await page.emulateMedia({ media: 'print' })
  await shoot('paper')
  await page.emulateMedia({ media: null, forcedColors: 'active' })
  await opens(page, 'Karen Lund')
  await shoot('forced-colors')
  await page.emulateMedia({ forcedColors: null })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/ko')
  await shoot('phone-queue')
  await opens(page, 'Karen Lund')
  await shoot('phone')
  await page.emulateMedia({ colorScheme: 'dark' })
  await shoot('phone-dark')
  await page.setViewportSize({ width: 320, height: 568 })
  await shoot('phone-320')
}

/** A check that never fails says nothing: this page is made wrong, and has to be caught. */
async function sees_what_is_wrong(chromium, page) {
  chromium.saw_nothing_wrong()
  await page.goto('/ko')
  await page.evaluate(() => {
    const script = document.createElement('script')
    // Refused before it is a script at all; and one that is not refused there is not run.
    try { script.textContent = 'window.ran = true' } catch { script.append('window.ran = true') }
    document.body.append(script)
    document.documentElement.removeAttribute('lang')
    document.querySelector('main').style.setProperty('width', '3000px')
  })
  assert.equal(await page.evaluate(() => window.ran), undefined, 'an inline script ran')
  assert.match((await barriers(page)).join(), /html-has-lang/)
  await assert.rejects(right_everywhere(page, 'made wrong'), /barriers/)
  assert.match(chromium.taken_out().join(), /policy: (require-trusted-types-for|script-src)/)
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
