/** Markdown of lessons: no HTML, no pictures, no inline styles; `[word](term:id)` marks a term of the glossary. */
import MarkdownIt from 'markdown-it';

export const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable(['image', 'html_block', 'html_inline']);

const isTerm = (href: unknown): boolean => String(href).startsWith('term:');
/** Links do not nest, so the one that closes is the last that opened. */
let inTerm = false;

markdown.validateLink = (href) => /^(term:|https:|#\/)/.test(href);
markdown.renderer.rules['link_open'] = (tokens, index) => {
  const href = tokens[index]?.attrGet('href');
  inTerm = isTerm(href);
  return inTerm
    ? `<dfn class="term"><button type="button" data-term="${markdown.utils.escapeHtml(String(href).slice('term:'.length))}">`
    : `<a href="${markdown.utils.escapeHtml(String(href))}">`;
};
markdown.renderer.rules['link_close'] = () => (inTerm ? '</button></dfn>' : '</a>');
