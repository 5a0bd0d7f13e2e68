#include "table/read/input.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

void
table_column_letters(size_t column, char out[8])
{
	char back[8];
	size_t len = 0;

	for (column++; column > 0 && len < 7; column = (column - 1) / 26)
		back[len++] = (char)('A' + (column - 1) % 26);
	for (size_t i = 0; i < len; i++)
		out[i] = back[len - 1 - i];
	out[len] = '\0';
}

/* ---- the row that is being filled */

void
table_filler_clear(struct table_filler *filler)
{
	buf_clear(&filler->texts);
	buf_char(&filler->texts, '\0'); /* place 0: the empty text */
	filler->count = 0;
}

void
table_filler_release(struct table_filler *filler)
{
	buf_release(&filler->texts);
	free(filler->cells);
	free(filler->out);
	*filler = (struct table_filler){ 0 };
}

static size_t
put_text(struct table_filler *filler, const char *text)
{
	size_t at = filler->texts.len;

	buf_add(&filler->texts, text, strlen(text) + 1);
	return at;
}

enum status
table_filler_set(struct table_filler *filler, size_t column, enum table_cell_kind kind, const char *text, const char *shown,
		 struct err *err)
{
	struct table_filler_cell *cell;

	if (column >= TABLE_COLUMNS_MAX)
		return err_set(err, STATUS_INVALID, _("there are more than %d columns"), TABLE_COLUMNS_MAX);
	if (strlen(text) > TABLE_CELL_BYTES_MAX || filler->texts.len + strlen(text) > TABLE_ROW_BYTES_MAX)
		return err_set(err, STATUS_INVALID, _("a row is longer than any spreadsheet makes it"));
	while (filler->count <= column) {
		MEM_GROW(filler->cells, filler->count, filler->cap);
		filler->cells[filler->count++] = (struct table_filler_cell){ 0 };
	}
	cell = &filler->cells[column];
	*cell = (struct table_filler_cell){ .kind = kind };
	if (*text)
		cell->text = put_text(filler, text);
	cell->shown = shown ? put_text(filler, shown) : cell->text;
	return STATUS_OK;
}

void
table_filler_row(struct table_filler *filler, size_t number, struct table_row *row)
{
	size_t count = filler->count;

	while (count > 0 && filler->cells[count - 1].kind == TABLE_CELL_EMPTY)
		count--;
	if (filler->out_cap < count) {
		filler->out_cap = count;
		filler->out = mem_resize(filler->out, count, sizeof(*filler->out));
	}
	for (size_t i = 0; i < count; i++)
		filler->out[i] = (struct table_cell){ filler->cells[i].kind, filler->texts.data + filler->cells[i].text,
						      filler->texts.data + filler->cells[i].shown, filler->cells[i].filled };
	*row = (struct table_row){ number, filler->out, count, false };
}

/* ---- what a text looks like */

/* Digits that `least` to `most` of them follow one another; moves behind them. */
static bool
skip_digits(const char **at, size_t least, size_t most)
{
	size_t digits = strspn(*at, "0123456789");

	if (digits < least || digits > most)
		return false;
	*at += digits;
	return true;
}

static bool
skip_text(const char **at, const char *text)
{
	if (strncmp(*at, text, strlen(text)) != 0)
		return false;
	*at += strlen(text);
	return true;
}

static bool
skip_month(const char **at)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	for (size_t i = 0; i < ARRAY_LEN(months); i++)
		if (skip_text(at, months[i]))
			return true;
	return false;
}

/* A time of day behind a date. */
static bool
ends_date(const char *at)
{
	if (!*at)
		return true;
	return skip_text(&at, " ") && skip_digits(&at, 1, 2) && skip_text(&at, ":") && strspn(at, "0123456789:.") == strlen(at);
}

/* What spreadsheets make of 3-1 and 2022-3-1 in Chinese and in English: 3月1日, 2022年3月1日, 2022/3/1, 2022-03-01, 1-Mar, Mar-22. */
static bool
is_date(const char *text)
{
	const char *at = text;

	if (skip_digits(&at, 4, 4) && skip_text(&at, "年") && skip_digits(&at, 1, 2) && skip_text(&at, "月") &&
	    (!*at || (skip_digits(&at, 1, 2) && skip_text(&at, "日") && ends_date(at))))
		return true;
	at = text;
	if (skip_digits(&at, 1, 2) && skip_text(&at, "月") && skip_digits(&at, 1, 2) && skip_text(&at, "日") && !*at)
		return true;
	for (const char *sign = "-/"; *sign; sign++) {
		const char mark[2] = { *sign, '\0' };

		at = text;
		if (skip_digits(&at, 4, 4) && skip_text(&at, mark) && skip_digits(&at, 1, 2) && skip_text(&at, mark) &&
		    skip_digits(&at, 1, 2) && ends_date(at))
			return true;
	}
	at = text;
	if (skip_digits(&at, 1, 2) && skip_text(&at, "-") && skip_month(&at) &&
	    (!*at || (skip_text(&at, "-") && skip_digits(&at, 2, 4) && !*at)))
		return true;
	at = text;
	return skip_month(&at) && skip_text(&at, "-") && skip_digits(&at, 1, 4) && !*at;
}

static bool
is_error(const char *text)
{
	static const char *const errors[] = { "#N/A",	 "#REF!",  "#VALUE!",	    "#NAME?",  "#DIV/0!",   "#NULL!",	 "#NUM!",
					      "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!" };

	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (strcmp(text, errors[i]) == 0)
			return true;
	return strncmp(text, "Err:", 4) == 0 && isdigit((unsigned char)text[4]); /* LibreOffice */
}

/* 4.51224E+17; without the plus it may be a door: 12E3 */
static bool
is_exponent(const char *text)
{
	size_t digits = strspn(text, "0123456789."), rest;

	if (digits == 0 || (text[digits] != 'E' && text[digits] != 'e'))
		return false;
	text += digits + 1;
	if (*text++ != '+')
		return false;
	rest = strspn(text, "0123456789");
	return rest > 0 && text[rest] == '\0';
}

#define DIGITS_KEPT 15 /* of a number, by spreadsheets */

#define LONGEST_KIND 63 /* bytes; what is longer is a text */

enum table_cell_kind
table_kind_of_text(const char *whole)
{
	size_t len, zeros = 0;
	char text[LONGEST_KIND + 1];

	if (!*whole)
		return TABLE_CELL_EMPTY;
	whole += strspn(whole, " ");
	len = strlen(whole);
	while (len > 0 && whole[len - 1] == ' ')
		len--;
	if (len == 0 || len > LONGEST_KIND)
		return TABLE_CELL_TEXT;
	memcpy(text, whole, len);
	text[len] = '\0';
	if (*text == '#')
		return strspn(text, "#") == len && len >= 2 ? TABLE_CELL_WIDE : is_error(text) ? TABLE_CELL_ERROR : TABLE_CELL_TEXT;
	if (is_error(text))
		return TABLE_CELL_ERROR;
	if (is_exponent(text))
		return TABLE_CELL_LOST;
	if (len >= DIGITS_KEPT + 2 && strspn(text, "0123456789") == len) {
		while (zeros < len && text[len - 1 - zeros] == '0')
			zeros++;
		if (zeros >= len - DIGITS_KEPT)
			return TABLE_CELL_ROUNDED;
	}
	return is_date(text) ? TABLE_CELL_DATE : TABLE_CELL_TEXT;
}
