#include "table/write/html_out.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

static const char style[] =
	"body{font:16px/1.5 \"WenQuanYi Micro Hei\",\"Noto Sans CJK SC\",\"Microsoft YaHei\",SimSun,sans-serif;margin:1rem auto;max-width:75rem;padding:0 1rem;color:#111;"
	"background:#fff}"
	"h1{font-size:1.4rem;text-align:center;margin:.5rem 0}"
	"h1.official{color:#c00;border-bottom:2px solid #c00;padding-bottom:.5rem}"
	"p{margin:.25rem 0}.small{font-size:.85rem;color:#444}.notice{font-weight:bold}"
	".bars{display:grid;grid-template-columns:max-content 1fr max-content;gap:.25rem .75rem;margin:1rem 0;align-items:center;font-size:.9rem}"
	".bars .name{max-width:9rem;overflow-wrap:anywhere}.bars svg{width:100%;height:1rem;display:block}.bars rect{fill:#3b6ea5}"
	".wide{overflow-x:auto}"
	"table{border-collapse:collapse;width:100%;font-size:.9rem}"
	"th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;overflow-wrap:anywhere;min-width:3.5em}th{background:#eee}"
	"td:not(.n){min-width:5em}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}tr.total td{font-weight:bold}"
	"@media print{@page{size:A4 landscape}thead{display:table-header-group}tr{break-inside:avoid}.wide{overflow:visible}}";

static void
add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++)
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
		case '"':
			buf_text_add(out, "&quot;");
			break;
		case '\'':
			buf_text_add(out, "&#39;");
			break;
		default:
			buf_char(out, *text);
		}
}

/* An element of a text. `of`: its attributes, with a blank before them. */
static void
add_element(struct buf *out, const char *name, const char *of, const char *text)
{
	buf_printf(out, "<%s%s>", name, of);
	add_escaped(out, text);
	buf_printf(out, "</%s>", name);
}

/* The column that names a row beside its bar: the first of words. */
static size_t
name_column(const struct table *table)
{
	for (size_t c = 0; c < table->column_count; c++)
		if (table->columns[c].kind == TABLE_TEXT)
			return c;
	return 0;
}

static void
add_bars(const struct table *table, struct buf *out)
{
	size_t column = table_bar_column(table);
	double most = table_bar_most(table);

	if (most <= 0)
		return;
	add_element(out, "p", " class=\"small\"", table->columns[column].label);
	buf_text_add(out, "<div class=\"bars\">\n");
	for (size_t r = 0; r < table->row_count; r++) {
		const char *value = table_cell_text(table, r, column);
		double number = strtod(value, NULL);

		if (table_is_total(table, r))
			continue;
		add_element(out, "span", " class=\"name\"", table_cell_text(table, r, name_column(table)));
		buf_printf(
			out,
			"<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"%d\" height=\"10\"/></svg>",
			number > 0 ? (int)(number / most * 1000) : 0);
		add_element(out, "span", "", value);
		buf_char(out, '\n');
	}
	buf_text_add(out, "</div>\n");
}

static void
add_table(const struct table *table, struct buf *out)
{
	buf_text_add(out, "<div class=\"wide\"><table>\n<thead><tr>");
	for (size_t c = 0; c < table->column_count; c++)
		add_element(out, "th", "", table->columns[c].label);
	buf_text_add(out, "</tr></thead>\n<tbody>\n");
	for (size_t r = 0; r < table->row_count; r++) {
		buf_text_add(out, table_is_total(table, r) ? "<tr class=\"total\">" : "<tr>");
		for (size_t c = 0; c < table->column_count; c++)
			add_element(out, "td", table_is_number(table->columns[c].kind) ? " class=\"n\"" : "", table_cell_text(table, r, c));
		buf_text_add(out, "</tr>\n");
	}
	buf_text_add(out, "</tbody></table></div>\n");
}

void
table_write_html(const struct table *table, struct buf *out)
{
	const char *title = table->title ? table->title : "";

	buf_printf(out,
		   "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n"
		   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
		   table->lang && strcmp(table->lang, "en") == 0 ? "en" : "zh-CN");
	add_element(out, "title", "", title);
	buf_printf(out, "\n<style>%s</style></head><body>\n", style);
	add_element(out, "h1", table->official ? " class=\"official\"" : "", title);
	for (size_t h = 0; h < table->head_count; h++)
		add_element(out, "p", " class=\"small\"", table->heads[h]);
	if (table->notice)
		add_element(out, "p", " class=\"small notice\"", table->notice);
	buf_char(out, '\n');
	add_bars(table, out);
	add_table(table, out);
	for (size_t l = 0; l < table->line_count; l++)
		add_element(out, "p", "", table->lines[l]);
	buf_text_add(out, "\n</body></html>\n");
}
