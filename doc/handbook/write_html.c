#include "book.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The handbook as one HTML page. */

static const char style[] =
	"body{font:16px/1.7 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"WenQuanYi Micro Hei\",\"Microsoft YaHei\",SimSun,sans-serif;margin:1rem auto;"
	"max-width:52rem;padding:0 1rem;color:#111;background:#fff}"
	"h1{text-align:center;font-size:1.7rem}h2{border-bottom:2px solid #c00;margin-top:3rem;font-size:1.35rem}h3{font-size:1.1rem;margin-top:2rem}"
	".who{color:#555;margin-top:-.5rem}ol{padding-left:2rem}ol>li{margin:1rem 0}ol>li::marker{font-weight:bold}"
	".wrong{border-left:4px solid #d80;padding:.1rem .7rem;background:#fff7e8;margin:.5rem 0}"
	".wide{overflow-x:auto;margin:.6rem 0}"
	"pre{font:13px/1.35 \"WenQuanYi Micro Hei Mono\",\"Noto Sans Mono CJK SC\",\"NSimSun\",\"DejaVu Sans Mono\",Consolas,monospace;display:inline-block;"
	"width:80ch;margin:0;padding:.5rem;border:1px solid #888;border-radius:4px;background:#f6f6f6;color:#111}"
	"pre i{font-style:normal;display:inline-block;overflow:hidden;white-space:pre;vertical-align:top}"
	"pre i.w{letter-spacing:calc(2ch - 1em)}"
	"@media print{body{max-width:none;font-size:11pt}h2{break-before:page;margin-top:0}.wide{break-inside:avoid;overflow:visible}"
	"pre{font-size:8.5pt}@page{size:A4;margin:18mm}}";

static void
add_escaped(struct buf *out, const char *text, size_t len)
{
	for (const char *end = text + len; text < end; text++)
		switch (*text) {
		case '&':
			buf_text_add(out, "&amp;");
			break;
		case '<':
			buf_text_add(out, "&lt;");
			break;
		case '>':
			buf_text_add(out, "&gt;");
			break;
		default:
			buf_char(out, *text);
		}
}

static void
add_element(struct buf *out, const char *begin, const char *text, const char *end)
{
	buf_text_add(out, begin);
	add_escaped(out, text, strlen(text));
	buf_text_add(out, end);
}

/* Bytes of the run at `row` whose characters all take as many cells as its first: ASCII, or others of one width. */
static size_t
run_len(const char *row, size_t len, size_t *cells, size_t *each)
{
	size_t at = 0, width = 0;
	bool ascii = (unsigned char)*row < 0x80;

	*each = *cells = 0;
	while (at < len && ((unsigned char)row[at] < 0x80) == ascii) {
		size_t bytes = text_cluster(row + at, len - at, &width);

		if (at && width != *each)
			break;
		*each = width;
		*cells += width;
		at += bytes;
	}
	return at;
}

/* A run of characters that are no ASCII stands in a box as wide as it is in a terminal, whatever fonts there are. */
static void
add_row(struct buf *out, const char *row, size_t len)
{
	while (len > 0) {
		size_t cells, each, bytes = run_len(row, len, &cells, &each);
		bool boxed = (unsigned char)*row >= 0x80;

		if (boxed)
			buf_printf(out, "<i%s style=\"width:%zuch\">", each == 2 ? " class=\"w\"" : "", cells);
		add_escaped(out, row, bytes);
		buf_text_add(out, boxed ? "</i>" : "");
		row += bytes;
		len -= bytes;
	}
	buf_char(out, '\n');
}

static enum status
add_page(const struct handbook *book, const struct handbook_chapter *chapter, const char *name, struct buf *out, struct err *err)
{
	struct buf page = { 0 };
	enum status status = handbook_page(book, chapter, name, &page, err);

	buf_text_add(out, "<div class=\"wide\"><pre>");
	for (const char *row = buf_text(&page); *row;) {
		size_t len = strcspn(row, "\n");

		add_row(out, row, len);
		row += len + (row[len] == '\n');
	}
	buf_text_add(out, "</pre></div>\n");
	buf_release(&page);
	return status;
}

static enum status
add_chapter(const struct handbook *book, const struct handbook_chapter *chapter, struct buf *out, struct err *err)
{
	enum status status = STATUS_OK;
	bool in_list = false, in_step = false;

	for (size_t i = 0; i < chapter->count && !status; i++) {
		const struct handbook_item *item = &chapter->items[i];
		bool ends = item->kind == HANDBOOK_HEADING;

		if (in_step && (ends || item->kind == HANDBOOK_STEP)) {
			buf_text_add(out, "</li>\n");
			in_step = false;
		}
		if (in_list && ends) {
			buf_text_add(out, "</ol>\n");
			in_list = false;
		}
		switch (item->kind) {
		case HANDBOOK_HEADING:
			add_element(out, "<h3>", item->text, "</h3>\n");
			break;
		case HANDBOOK_STEP:
			if (!in_list)
				buf_text_add(out, "<ol>\n");
			buf_printf(out, "<li value=\"%d\">", item->number);
			add_element(out, "", item->text, "\n");
			in_list = in_step = true;
			break;
		case HANDBOOK_WRONG:
			add_element(out, "<p class=\"wrong\">", item->text, "</p>\n");
			break;
		case HANDBOOK_PAGE:
			status = add_page(book, chapter, item->text, out, err);
			break;
		case HANDBOOK_PARAGRAPH:
			add_element(out, "<p>", item->text, "</p>\n");
			break;
		case HANDBOOK_DEED:
			break;
		}
	}
	buf_printf(out, "%s%s", in_step ? "</li>\n" : "", in_list ? "</ol>\n" : "");
	return status;
}

enum status
handbook_write_html(const struct handbook *book, struct buf *out, struct err *err)
{
	enum status status;

	buf_printf(out,
		   "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n"
		   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
		   strcmp(book->lang, "zh") == 0 ? "zh-CN" : "en");
	add_element(out, "<title>", book->preface.title, "</title>\n");
	buf_printf(out, "<style>%s</style></head><body>\n", style);
	add_element(out, "<h1>", book->preface.title, "</h1>\n");
	add_element(out, "<p style=\"text-align:center\">", book->preface.who, "</p>\n");
	status = add_chapter(book, &book->preface, out, err);
	add_element(out, "<h3>", handbook_contents(book), "</h3>\n<ol>\n");
	for (size_t i = 0; i < book->count; i++) {
		buf_printf(out, "<li><a href=\"#%s\">", book->chapters[i].name);
		add_element(out, "", book->chapters[i].title, "</a> ");
		add_element(out, "(", book->chapters[i].who, ")</li>\n");
	}
	buf_text_add(out, "</ol>\n");
	for (size_t i = 0; i < book->count && !status; i++) {
		buf_printf(out, "<h2 id=\"%s\">%zu ", book->chapters[i].name, i + 1);
		add_element(out, "", book->chapters[i].title, "</h2>\n");
		add_element(out, "<p class=\"who\">", book->chapters[i].who, "</p>\n");
		status = add_chapter(book, &book->chapters[i], out, err);
	}
	buf_text_add(out, "</body></html>\n");
	return status;
}
