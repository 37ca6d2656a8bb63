'use strict';

// The pointer over a picture, or the keyboard's focus on it, enlarges it and shows its settings.
const card = document.createElement('div');
card.className = 'card';
document.body.append(card);

function show(picture) {
  const image = picture.querySelector('img').cloneNode();
  const list = document.createElement('dl');
  for (const [name, value] of Object.entries(JSON.parse(picture.dataset.settings))) {
    const term = document.createElement('dt');
    term.textContent = name;
    const text = document.createElement('dd');
    text.textContent = value;
    list.append(term, text);
  }
  card.replaceChildren(image, list);
  card.classList.add('shown');
  const at = picture.getBoundingClientRect();
  const size = card.getBoundingClientRect();
  const right = at.right + 8;
  const left = right + size.width < innerWidth ? right : at.left - 8 - size.width;
  card.style.left = Math.max(4, Math.min(left, innerWidth - size.width - 4)) + 'px';
  card.style.top = Math.max(4, Math.min(at.top, innerHeight - size.height - 4)) + 'px';
}

function hide() {
  card.classList.remove('shown');
}

for (const picture of document.querySelectorAll('.picture')) {
  picture.addEventListener('pointerenter', () => show(picture));
  picture.addEventListener('pointerleave', hide);
  picture.addEventListener('focus', () => show(picture));
  picture.addEventListener('blur', hide);
  picture.addEventListener('click', () => show(picture));
}
document.addEventListener('click', (event) => {
  if (!event.target.closest('.picture')) {
    hide();
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    hide();
  }
});

// Buttons choose which of a figure's results is beside the original.
for (const figure of document.querySelectorAll('figure[data-choose]')) {
  const results = [...figure.querySelectorAll('.picture[data-result]')];
  const original = figure.querySelector('.picture:not([data-result])');
  if (!original || results.length === 0) {
    continue;
  }
  const choice = document.createElement('div');
  choice.className = 'choice';
  const stage = document.createElement('div');
  stage.className = 'stage';
  const side = (picture) => {
    const part = document.createElement('div');
    part.append(picture.querySelector('img').cloneNode(), picture.querySelector('span').cloneNode(true));
    return part;
  };
  const choose = (index) => {
    [...choice.children].forEach((button, i) => button.setAttribute('aria-pressed', i === index));
    stage.replaceChildren(side(original), side(results[index]));
  };
  results.forEach((picture, index) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = picture.querySelector('span').textContent;
    button.addEventListener('click', () => choose(index));
    choice.append(button);
  });
  figure.prepend(choice, stage);
  choose(0);
}
