// Builds a small documentation site with `marked`, a Markdown library from npm. The library does the hard work, but
// one function here asks it for the same work again and again: which one, and on which line?

import { marked } from 'marked';

const CHAPTERS = 120;

function writeChapter(number) {
  const paragraphs = Array.from(
    { length: 12 },
    (_, at) =>
      `Paragraph ${at} of chapter *${number}* has a [link](#c${at}), \`code\` and **weight**.`,
  );
  const list = Array.from({ length: 8 }, (_, at) => `- item ${at} of ${number}`);
  return [`# Chapter ${number}`, ...paragraphs, list.join('\n')].join('\n\n');
}

class Site {
  constructor(chapters) {
    this.chapters = chapters;
  }

  renderPage(at) {
    return this.renderMenu() + marked.parse(this.chapters[at]);
  }

  /** Renders every chapter to find its title: once for each page. */
  renderMenu() {
    const titles = this.chapters.map(chapter => titleOf(marked.parse(chapter)));
    return `<nav>${titles.join(' | ')}</nav>`;
  }
}

function titleOf(html) {
  return /<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? 'untitled';
}

function main() {
  const chapters = Array.from({ length: CHAPTERS }, (_, at) => writeChapter(at + 1));
  const site = new Site(chapters);
  let bytes = 0;
  for (let at = 0; at < chapters.length; at++) bytes += site.renderPage(at).length;
  console.log(`${chapters.length} pages, ${bytes} bytes`);
}

main();
