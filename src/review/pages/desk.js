// The desk works without this. It swaps the pane beside the list, keeps the counts fresh, and gives keys.
// Nothing here makes HTML of text: pages come as documents, and only nodes are moved.
'use strict'
;(() => {
  const one = (what, from = document) => from.querySelector(what)
  const all = (what, from = document) => [...from.querySelectorAll(what)]
  const wide = matchMedia('(min-width: 1181px)')
  const path = address => new URL(address, location.href).pathname
  const isItem = address => /^\/ko\/[\w-]+$/.test(path(address))

  const fetchPage = address => new Promise((done, fail) => {
    const ask = new XMLHttpRequest()
    ask.open('GET', address)
    ask.responseType = 'document'
    ask.onload = () => (ask.status === 200 && ask.response && path(ask.responseURL) === path(address)
      ? done(ask.response) : fail())
    ask.onerror = fail
    ask.send()
  })

  const put = (what, from) => {
    const [old, fresh] = [one(what), one(what, from)]
    if (old && fresh) old.replaceWith(document.adoptNode(fresh))
    return fresh
  }

  // Which row is open.
  const mark = () => all('.row').forEach(row => {
    const link = one('h2 a', row)
    const isOpen = path(link.href) === location.pathname
    row.classList.toggle('sel', isOpen)
    if (isOpen) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  })

  const focusHeading = () => {
    const heading = one('#pane h1')
    if (!heading) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }

  let asked = 0
  const show = async (address, isNew) => {
    const turn = ++asked
    const slow = setTimeout(() => one('#pane').setAttribute('aria-busy', 'true'), 300)
    const found = await fetchPage(address).catch(() => null)
    clearTimeout(slow)
    if (turn !== asked) return
    if (!found) { location.assign(address); return }
    if (isNew) history.pushState(null, '', address)
    document.title = found.title
    document.body.className = found.body.className
    document.body.classList.toggle('keys', keys.size > 0)
    one('main').className = one('main', found).className
    one('.notice')?.remove()
    put('#pane', found)
    put('.list > .panel-head', found)
    put('.shift', found)
    mark()
    focusHeading()
  }

  document.addEventListener('click', event => {
    const link = event.target.closest('.row h2 a')
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    if (link && isPlain && wide.matches && one('#pane') && !event.defaultPrevented) {
      event.preventDefault()
      show(link.href, true)
    }
    all('.me[open], .more[open]').forEach(menu => menu.contains(event.target) || menu.removeAttribute('open'))
  })
  addEventListener('popstate', () => (isItem(location.href) && one('#pane')
    ? show(location.href, false) : location.reload()))

  // Counts, and the list where they moved. The list is asked for alone: opening an inquiry is noted.
  let before = ''
  const refresh = async () => {
    const list = one('.list')
    if (!list || !wide.matches && isItem(location.href)) return
    const found = await fetchPage('/ko' + location.search.replace(/[?&](besked|om|mailbox)=[^&]*/g, '')).catch(() => null)
    const fresh = found && one('.list .rows', found)
    const old = one('.rows', list)
    if (!fresh || !old) return
    const held = list.contains(document.activeElement) && document.activeElement.href
    const scroll = list.scrollTop
    old.replaceWith(document.adoptNode(fresh))
    mark()
    list.scrollTop = scroll
    if (held) all('.row h2 a', list).find(link => link.href === held)?.focus({ preventScroll: true })
  }
  if (one('[data-count]') && window.EventSource) {
    new EventSource('/live').onmessage = ({ data }) => {
      const counts = JSON.parse(data)
      all('[data-count]').forEach(place => {
        const count = counts[place.dataset.count] ?? 0
        place.textContent = count
        if (place.dataset.count === 'urgent') place.classList.toggle('hot', !!count)
        if (place.dataset.count === 'alarms') place.hidden = !count
      })
      if (before && before !== data) refresh()
      before = data
    }
  }

  // Keys: they move the focus, Enter decides. Never while somebody types, never with a modifier.
  const keys = new Map((document.body.dataset.keys || '').split(' ').filter(Boolean).map(pair => {
    const at = pair.indexOf(':')
    return [pair.slice(at + 1), pair.slice(0, at)]
  }))
  if (keys.size) document.body.classList.add('keys')
  const seen = what => all(what).find(place => place.checkVisibility())
  const step = by => {
    const links = all('.row h2 a')
    const held = links.indexOf(document.activeElement)
    const now = held >= 0 ? held : links.findIndex(link => link.hasAttribute('aria-current'))
    const link = links[Math.min(links.length - 1, Math.max(0, now + by))]
    if (!link) return
    link.focus()
    if (wide.matches && isItem(location.href)) show(link.href, true)
  }
  const ask = async (what, from) => {
    if (one('dialog')) return
    const found = await fetchPage('/hjaelp').catch(() => null)
    const part = found && one(what, found)
    if (!part) return
    const dialog = document.createElement('dialog')
    dialog.setAttribute('aria-labelledby', from)
    const close = document.createElement('button')
    close.className = 'btn'
    close.textContent = one('#map', found).dataset.close
    close.autofocus = true
    close.addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => dialog.remove())
    dialog.append(document.adoptNode(part), close)
    document.body.append(dialog)
    dialog.showModal()
    one('li a', part)?.focus()
  }
  const deeds = {
    next: () => step(1),
    previous: () => step(-1),
    open: () => (document.activeElement.closest?.('.row') ? document.activeElement.click() : focusHeading()),
    remove: () => seen('[data-act=remove]')?.focus(),
    keep: () => seen('[data-act=keep]')?.focus(),
    redirect: () => { const place = seen('[data-act=redirect]'); place?.scrollIntoView({ block: 'center' }); place?.focus() },
    alike: () => seen('[data-act=alike]')?.focus(),
    answer: () => seen('[data-act=answer]')?.focus(),
    refer: () => { const place = seen('[data-act=refer]'); place?.focus(); if (place) place.parentNode.open = true },
    veil: () => { const veil = one('.veil'); if (veil) { veil.open = !veil.open; one('summary', veil).focus() } },
    undo: () => one('.notice a')?.focus(),
    queue: () => location.assign('/ko'),
    search: () => location.assign('/sog'),
    help: () => ask('#map', 'map-title'),
  }
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      all('.me[open], .more[open], .health[open]').forEach(menu => {
        menu.removeAttribute('open')
        one('summary', menu).focus()
      })
      return
    }
    const ctrl = event.ctrlKey || event.metaKey
    if (keys.size && ctrl && event.key === 'Enter' && event.target.form) {
      event.preventDefault()
      event.target.form.requestSubmit()
      return
    }
    if (keys.size && ctrl && event.key === 'k') {
      event.preventDefault()
      ask('#places', 'places-title')
      return
    }
    const isTyping = event.target.closest?.('input, select, textarea, [contenteditable], dialog')
    if (isTyping || ctrl || event.altKey || event.isComposing || !keys.size) return
    const number = /^[1-6]$/.test(event.key) && all('.side nav:first-of-type a')[event.key - 1]
    const arrow = document.activeElement.closest?.('.row') && { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const deed = deeds[keys.get(event.key.toLowerCase())] || arrow && (() => step(arrow))
      || number && (() => location.assign(number.href))
    if (!deed) return
    event.preventDefault()
    deed()
  })

  // After a decision the next one is open: the focus is where the reading begins.
  if (one('.notice') && isItem(location.href)) focusHeading()
})()
