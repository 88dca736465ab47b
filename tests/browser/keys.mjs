// The desk by keyboard alone, and what moves by itself.
import assert from 'node:assert/strict'

import { in_by_link, opens, says } from './steps.mjs'

/** What has the focus: its words, or its label. */
async function focused(page, words, timeout = 20000) {
  await page.waitForFunction(words => {
    const place = document.activeElement
    return [place?.textContent, place?.labels?.[0]?.textContent].some(said => said?.includes(words))
  }, words, { timeout })
}

/** Presses a key that moves the focus; again where the page was still being put together. */
async function presses(page, key, words) {
  for (let tries = 0; tries < 10; tries += 1) {
    await page.keyboard.press(key)
    const isThere = await focused(page, words, 2000).then(() => true, () => false)
    if (isThere) return
  }
  assert.fail(`${key} never moves the focus to ${words}`)
}

/** Presses Tab until the focus is there; every stop on the way must be seen. */
async function tabs_to(page, words) {
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab')
    const { said, isSeen } = await page.evaluate(() => {
      const place = document.activeElement
      const style = getComputedStyle(place)
      const row = place.closest('.row') && getComputedStyle(place.closest('.row'))
      return {
        said: `${place.textContent} ${place.labels?.[0]?.textContent ?? ''}`,
        isSeen: style.outlineStyle !== 'none' || (row && row.outlineStyle !== 'none'),
      }
    })
    assert.ok(isSeen, `the focus is not seen at ${said}`)
    if (said.includes(words)) return
  }
  assert.fail(`Tab never comes to ${words}`)
}

/** From the link to a whole round of decisions, without a mouse. */
export async function keys(chromium, { links }) {
  const page = await chromium.person()
  await page.goto(links.mette)
  await tabs_to(page, 'Log ind med engangslinket')
  await page.keyboard.press('Enter')
  await says(page, 'h1', 'Vælg en adgangskode')
  await page.goto('/ko')

  await page.keyboard.press('j')
  await focused(page, 'nordhavn_91')
  await page.keyboard.press('j')
  await focused(page, 'Karen Lund')
  await page.keyboard.press('k')
  await focused(page, 'nordhavn_91')
  await page.keyboard.press('Enter')
  await says(page, '#pane h1', 'nordhavn_91')
  await focused(page, 'nordhavn_91')
  assert.equal(await page.locator('h1').count(), 1, 'one page, one heading')

  await page.keyboard.press('v')
  await focused(page, 'Vis teksten')
  assert.ok(await page.locator('.quote').isVisible())
  await page.keyboard.press('f')
  await focused(page, 'Fjern')
  await page.keyboard.press('Enter')
  await says(page, '.notice', 'Fjernelsen er besluttet')
  await focused(page, 'Karen Lund')

  await page.keyboard.press('j')
  await says(page, '#pane h1', 'Bent Sørensen')
  await page.keyboard.press('b')
  await focused(page, 'Behold')
  await page.keyboard.press('Enter')
  await says(page, '.notice', 'Henvendelsen er beholdt')
  await presses(page, 'z', 'Se den, eller fortryd')
  await page.keyboard.press('Enter')
  await says(page, '#pane h1', 'Bent Sørensen')

  await page.keyboard.press('?')
  await page.locator('dialog[open]').waitFor()
  await says(page, 'dialog', 'Gå til Fjern')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('dialog[open]').count(), 0)

  await page.keyboard.press('/')
  await says(page, 'h1', 'Søg')
  await tabs_to(page, 'Søg efter ord')
  await page.keyboard.type('jqz')
  assert.equal(await page.getByRole('searchbox').inputValue(), 'jqz', 'a key did something while typing')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+j')
  assert.ok(page.url().endsWith('/sog'))
  await page.keyboard.press('q')
  await says(page, 'h1', 'Kø')
  await remaps(page)
}

/** Another letter, and none at all. */
async function remaps(page) {
  await page.goto('/genveje')
  await page.getByLabel('Næste i listen').fill('n')
  await page.getByRole('button', { name: 'Gem genvejene' }).click()
  await says(page, '.notice', 'Dine genveje er gemt')
  await page.goto('/ko')
  const nothing = await page.evaluate(() => document.activeElement.tagName)
  await page.keyboard.press('j')
  assert.equal(await page.evaluate(() => document.activeElement.tagName), nothing)
  await page.keyboard.press('n')
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'A')
  await page.goto('/genveje')
  await page.getByLabel('Brug genveje').uncheck()
  await page.getByRole('button', { name: 'Gem genvejene' }).click()
  await says(page, '.notice', 'Dine genveje er gemt')
  await page.goto('/ko')
  await page.keyboard.press('n')
  await page.keyboard.press('?')
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'they are not off')
}

/** Fifty of them, one after the other, by two keys each. */
export async function fifty(chromium, { links, rows }) {
  const page = await chromium.person()
  await in_by_link(page, links.mette)
  await page.goto('/ko')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  for (let left = rows; left > 0; left -= 1) {
    await says(page, '.nav .count', String(left))
    await page.locator('#pane h1').waitFor()
    await page.waitForFunction(() => document.activeElement?.matches('#pane h1'))
    await page.keyboard.press('b')
    await focused(page, 'Behold')
    const before = page.url()
    const decided = page.waitForURL(url => url.searchParams.has('besked') && url.href !== before)
    await page.keyboard.press('Enter')
    await decided
  }
  await says(page, 'h1', 'Kø')
  await says(page, '.empty', 'Køen er tom')
}

/** What a colleague decides is seen without a reload, and the reader keeps their place. */
export async function live(chromium, { links }) {
  const mette = await chromium.person()
  const torben = await chromium.person()
  await in_by_link(mette, links.mette)
  await in_by_link(torben, links.torben)
  await opens(mette, 'Karen Lund')
  await mette.evaluate(() => { window.isTheSame = true })
  await opens(torben, 'Ole Krarup')
  await mette.locator('.looked').filter({ hasText: 'Torben Prøve ser på den' }).waitFor()
  const before = Number(await mette.locator('.side [data-count=all]').first().innerText())
  await torben.getByRole('button', { name: 'Behold' }).click()
  await says(torben, '.notice', 'Henvendelsen er beholdt')
  await says(mette, '.side [data-count=all]', String(before - 1))
  await mette.locator('.row').filter({ hasText: 'Ole Krarup' }).waitFor({ state: 'detached' })
  assert.ok(await mette.evaluate(() => window.isTheSame), 'the page was loaded anew')
  await says(mette, '#pane h1', 'Karen Lund')
  assert.match(await mette.locator('.row.sel').innerText(), /Karen Lund/)
  await mette.goBack()
  await says(mette, 'h1', 'Kø')
}
