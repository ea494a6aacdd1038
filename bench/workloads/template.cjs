// Renders a page of nunjucks templates again and again: computing only.
const nunjucks = require('nunjucks');

const LAYOUT = `<!doctype html><html><head><title>{% block title %}{% endblock %}</title></head>
<body><nav>{% for link in links %}<a href="{{ link.url }}"{% if link.active %} class="on"{% endif %}>{{ link.text }}</a>{% endfor %}</nav>
{% block content %}{% endblock %}<footer>{{ year }} {{ owner | upper }}</footer></body></html>`;
const PAGE = `{% extends "layout" %}{% macro row(item, index) %}<tr class="{{ loop.cycle }}"><td>{{ index }}</td><td>{{ item.name | title }}</td>
<td>{{ item.price | round(2) }}</td><td>{% for tag in item.tags | sort %}{{ tag | escape }}{% if not loop.last %}, {% endif %}{% endfor %}</td></tr>{% endmacro %}
{% block title %}{{ title }}{% endblock %}{% block content %}<table>{% for item in items %}{{ row(item, loop.index) }}{% endfor %}</table>{% endblock %}`;

class Templates extends nunjucks.Loader {
  getSource(name) {
    return { src: name === 'layout' ? LAYOUT : PAGE, path: name, noCache: false };
  }
}

const env = new nunjucks.Environment(new Templates(), { autoescape: true });
const items = Array.from({ length: 60 }, (_, i) => ({
  name: `article number ${i}`,
  price: i * 1.618,
  tags: ['new', 'sale', `<b>${i}</b>`, 'zz'],
}));
const links = Array.from({ length: 8 }, (_, i) => ({
  url: `/${i}`,
  text: `Link ${i}`,
  active: i === 3,
}));

let length = 0;
for (let i = 0; i < Number(process.argv[2] ?? 1500); i++)
  length += env.render('page', { items, links, title: 'All', year: 2026, owner: 'hotpath' }).length;
console.log(length);
