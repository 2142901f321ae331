(() => {
  'use strict';
  const body = document.body, $ = (s, at = document) => [...at.querySelectorAll(s)];
  const pages = $('.page'), changes = $('.change'), radios = $('[name=view]');
  const said = document.getElementById('said'), outlines = document.getElementById('outlines');
  const help = document.getElementById('help'), letters = document.getElementById('letters');
  const pause = document.getElementById('pause');
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let timer = 0, hot = null, shown = 1;

  $('.tools')[0].hidden = false;

  /* Views: 1 side by side, 2 overlay, 3 slider, 4 blink. */
  function blink(run) {
    clearInterval(timer);
    timer = run ? setInterval(() => body.classList.toggle('flip'), 800) : 0;
    pause.textContent = run ? 'Pause' : 'Play';
  }
  function view(n) {
    const page = pages[here()], before = page && page.getBoundingClientRect().top;
    shown = n;
    radios[n - 1].checked = true;
    body.classList.remove('v1', 'v2', 'v3', 'v4', 'flip');
    body.classList.add('v' + n);
    body.classList.toggle('one', n > 1);
    pause.hidden = n !== 4;
    blink(n === 4 && !still.matches);
    if (page && scrollY > 0) scrollBy(0, page.getBoundingClientRect().top - before);
    said.textContent = radios[n - 1].parentNode.firstChild.nextSibling.textContent.trim() +
      (n === 4 && still.matches ? ', paused: the arrow keys show old and new' : '');
  }
  function flip(old) {
    blink(false);
    body.classList.toggle('flip', old);
    said.textContent = old ? 'Old' : 'New';
  }
  function slide(stage, percent) {
    const range = stage.querySelector('.slide input');
    range.value = percent;
    range.setAttribute('aria-valuetext', 'old left of ' + range.value + ' percent of the width, new right of it');
    stage.style.setProperty('--at', range.value + '%');
  }

  /* The page at hand: the one with the focus, else the first that is not scrolled away. */
  function here() {
    const own = pages.indexOf(document.activeElement.closest('.page'));
    if (own >= 0) return own;
    return pages.findIndex(p => p.getBoundingClientRect().bottom > 120);
  }
  function go(step) {
    if (!pages.length) return;
    const from = scrollY < 40 && !document.activeElement.closest('.page') ? -1 : here();
    const page = pages[Math.max(0, Math.min(pages.length - 1, from + step))];
    page.focus({preventScroll: true});
    page.scrollIntoView({block: 'start'});
  }
  function heat(change) {
    $('.hot').forEach(e => e.classList.remove('hot'));
    $('[aria-current]').forEach(e => e.removeAttribute('aria-current'));
    hot = change;
    hot.classList.add('hot');
    hot.firstElementChild.setAttribute('aria-current', 'true');
    $('.mark[data-n="' + hot.dataset.n + '"]', hot.closest('.page')).forEach(m => m.classList.add('hot'));
  }
  function hidden(mark) {
    const box = mark.getBoundingClientRect(), middle = (box.top + box.bottom) / 2;
    return middle < 90 || middle > innerHeight - 20;
  }
  function next(step) {
    if (!changes.length) return;
    let k = changes.indexOf(hot);
    const page = pages[here()];
    if (page && (!hot || hot.closest('.page') !== page)) {
      const own = $('.change', page);
      k = changes.indexOf(step > 0 ? own[0] : own[own.length - 1]) - step;
    }
    k = Math.max(0, Math.min(changes.length - 1, k + step));
    heat(changes[k]);
    hot.firstElementChild.focus({preventScroll: true});
    if ($('.mark.hot').every(hidden)) ($('.mark.hot').pop() || hot).scrollIntoView({block: 'center'});
    hot.scrollIntoView({block: 'nearest'});
  }

  radios.forEach((r, i) => r.addEventListener('change', () => view(i + 1)));
  outlines.addEventListener('change', () => body.classList.toggle('plain', !outlines.checked));
  pause.addEventListener('click', () => blink(!timer));
  document.getElementById('keys').addEventListener('click', () => help.showModal());
  changes.forEach(c => {
    c.addEventListener('click', () => heat(c));
    c.firstElementChild.addEventListener('focus', () => heat(c));
  });
  $('.mark').forEach(m => m.addEventListener('click', () => {
    heat($('.change[data-n="' + m.dataset.n + '"]', m.closest('.page'))[0]);
    hot.scrollIntoView({block: 'nearest'});
  }));
  $('.stage').forEach(stage => {
    const range = stage.querySelector('.slide input');
    if (!range) return;
    range.addEventListener('input', () => slide(stage, range.value));
    stage.addEventListener('pointermove', e => {
      const paper = e.target.closest('.paper');
      if (shown !== 3 || !paper || e.buttons !== 1) return;
      const box = paper.getBoundingClientRect();
      slide(stage, Math.round((e.clientX - box.left) / box.width * 100));
    });
  });

  function arrow(left) {
    if (shown === 4) flip(left);
    const page = pages[Math.max(0, here())], range = page && page.querySelector('.slide input');
    if (shown === 3 && range) slide(range.closest('.stage'), +range.value + (left ? -5 : 5));
    return shown > 2;
  }
  const keys = {
    j: () => go(1), k: () => go(-1), n: () => next(1), p: () => next(-1), o: () => outlines.click(),
    1: () => view(1), 2: () => view(2), 3: () => view(3), 4: () => view(4), '?': () => help.showModal()
  };
  addEventListener('keydown', e => {
    const own = e.target.closest('input, button, a, select');
    if (e.ctrlKey || e.metaKey || e.altKey || help.open) return;
    if (e.key === 'ArrowLeft' || e.key === 'ArrowRight') {
      if (e.target.matches('input') || !arrow(e.key === 'ArrowLeft')) return;
    } else if (e.key === ' ') {
      if (shown !== 4 || own) return;
      blink(!timer);
    } else if (letters.checked && Object.hasOwn(keys, e.key)) {
      keys[e.key]();
    } else return;
    e.preventDefault();
  });
  view(1);
  said.textContent = '';
})();
