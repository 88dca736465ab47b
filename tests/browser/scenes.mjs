// The scenes. Each is played by one test of tests/it, against a desk with invented comments.
import assert from 'node:assert/strict'
import { join } from 'node:path'

import { barriers, right_everywhere } from './looks.mjs'

const PASSWORD = 'hvid hest over åen'

/** A moderator's whole evening, with and without JavaScript. */
export async function evening(chromium, { links, javascript }) {
  const mette = await chromium.person({ javascript })
  const torben = await chromium.person({ javascript })
  await in_by_link(mette, links.mette)
  await says(mette, 'h1', 'Vælg en adgangskode')
  await mette.getByLabel('Ny adgangskode', { exact: true }).fill(PASSWORD)
  await mette.getByLabel('Ny adgangskode igen').fill(PASSWORD)
  await mette.getByRole('button', { name: 'Gem adgangskoden' }).click()
  await says(mette, '.notice', 'Adgangskoden er gemt')

  await in_by_link(torben, links.mette)
  await says(torben, 'h1', 'Linket virker ikke')
  await in_by_link(torben, links.torben)

  await reads_a_leak(mette)
  await decides(mette)
  await comes_second(mette, torben)
  await stops_everything(mette)

  await mette.goto('/ko')
  await mette.locator('.me summary').click()
  await mette.getByRole('button', { name: 'English' }).click()
  await says(mette, 'h1', 'Queue')
  await leaves(mette, 'Sign out')
  await comes_back(mette)
}

async function in_by_link(page, link) {
  await page.goto(link)
  await page.getByRole('button', { name: 'Log ind med engangslinket' }).click()
}

async function reads_a_leak(page) {
  await page.goto('/ko')
  await page.getByRole('link', { name: 'Karen Lund' }).click()
  await says(page, 'h1', 'Karen Lund')
  await says(page, '.deadline', 'bekræft eller ophæv inden')
  await says(page, '.quote', 'CPR-nummer skjult')
  await says(page, '.reasons', 'CPR-nummer')
  assert.ok(!(await page.content()).includes('311236'), 'the number stands on the page')
}

/** Keep, remove and redirect, each by its own form; the way back; and the queue without them. */
async function decides(page) {
  await opens(page, 'Per og Inge')
  await page.getByRole('button', { name: 'Behold' }).click()
  await says(page, '.notice', 'Henvendelsen er beholdt')

  await opens(page, 'nordhavn_91')
  await page.getByLabel('Regel for fjernelsen').selectOption('R2')
  await page.getByRole('button', { name: 'Fjern' }).click()
  await says(page, '.notice', 'Fjernelsen er besluttet')

  await opens(page, 'Aisha Mølgaard')
  await page.getByLabel('Henvis til postkasse').selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Vis svaret' }).click()
  const reply = await page.locator('.reply').first().innerText()
  await page.getByRole('button', { name: 'Send svaret, og henvis' }).click()
  await says(page, '.notice', 'Henvisningen er besluttet')
  await page.getByRole('link', { name: 'Se den, eller lav den om' }).click()
  await says(page, 'h1', 'Aisha Mølgaard')
  await says(page, '.past', 'Mette Prøve: henvis')
  assert.equal(await page.locator('.past .reply').innerText(), reply, 'what was previewed is what is sent')

  await page.goto('/ko')
  const names = await page.locator('.row h2').allInnerTexts()
  for (const decided of ['Per og Inge', 'nordhavn_91', 'Aisha Mølgaard']) {
    assert.ok(!names.includes(decided), `${decided} is still in the queue`)
  }
  assert.ok(names.includes('Bent Sørensen'), 'what nobody decided stays in the queue')
}

/** Both have it open; the second one sees the first one's result, and nothing else happens. */
async function comes_second(first, second) {
  await opens(first, 'Bent Sørensen')
  await opens(second, 'Bent Sørensen')
  await first.getByRole('button', { name: 'Behold' }).click()
  await says(first, '.notice', 'Henvendelsen er beholdt')
  const answer = second.waitForResponse(response => response.request().method() === 'POST')
  await second.getByRole('button', { name: 'Fjern' }).click()
  assert.equal((await answer).status(), 409)
  await says(second, 'h1', 'Mette Prøve kom først')
  await says(second, '[role=alert]', 'Beholdt. Din afgørelse er ikke gennemført.')
  await second.getByRole('link', { name: 'Se henvendelsen' }).click()
  await says(second, '.past', 'Mette Prøve: lad stå')
  assert.ok(!(await second.locator('.past').innerText()).includes('Torben Prøve'), 'nothing of the second one')
}

async function stops_everything(page) {
  await page.getByRole('button', { name: 'Stop alt automatisk' }).click()
  await says(page, '.banner', 'Stoppet af Mette Prøve')
  await page.getByRole('button', { name: 'Start igen' }).click()
  await page.getByRole('button', { name: 'Stop alt automatisk' }).waitFor()
  assert.equal(await page.locator('.banner.danger').count(), 0)
}

/** After signing out, Back shows nothing of what was there. */
async function leaves(page, button) {
  await page.goto('/ko')
  await page.getByRole('link', { name: 'Karen Lund' }).click()
  await says(page, '.quote', 'boligstøtte')
  await page.locator('.me summary').click()
  await page.getByRole('button', { name: button }).click()
  await page.waitForURL('**/log-ind')
  for (const step of [1, 2, 3]) {
    // Not `goBack`: that waits for a load, and a page out of memory has none.
    await page.evaluate(() => { history.back() })
    await page.waitForURL('**/log-ind*')
    await page.waitForLoadState()
    const shown = await page.innerText('body')
    assert.ok(!/Karen|boligstøtte|Mette/.test(shown), `back, ${step}: ${shown}`)
  }
}

async function comes_back(page) {
  const attempt = async password => {
    await page.getByLabel('Kommune eller hus').selectOption({ label: 'Prøveby Kommune' })
    await page.getByLabel('Navn', { exact: true }).fill('mette prøve')
    await page.getByLabel('Adgangskode').fill(password)
    await page.getByRole('button', { name: 'Log ind' }).click()
  }
  await page.goto('/log-ind')
  await attempt('ikke den rigtige')
  await says(page, '[role=alert]', 'Navn eller adgangskode passer ikke')
  await attempt(PASSWORD)
  await says(page, 'h1', 'Kø')
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

async function opens(page, name) {
  await page.goto('/ko')
  await page.getByRole('link', { name }).click()
  await says(page, 'h1', name)
}

/** Waits until the place says so. */
async function says(page, place, words) {
  await page.locator(place).filter({ hasText: words }).first().waitFor({ state: 'attached' })
}
