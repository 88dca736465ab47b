// A moderator's whole evening, from the link to signing out and back in.
import assert from 'node:assert/strict'

import { in_by_link, opens, says } from './steps.mjs'

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
  await page.getByRole('link', { name: 'Se den, eller fortryd' }).click()
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
