#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/machine/clock.h"
#include "base/mem.h"
#include "table/read/xlsx_input.h"

/* What a cell of an XLSX sheet holds: a number, a day, a text, or what a spreadsheet made of it. */

/* A number as a spreadsheet shows it: 15 digits, and zeros behind them. */
static void
number_text(double number, char out[32])
{
	char digits[32];
	int exponent;

	snprintf(digits, sizeof(digits), "%.14e", fabs(number));
	exponent = atoi(strchr(digits, 'e') + 1);
	if (exponent < 15 || exponent > 24) {
		snprintf(out, 32, "%.15g", number);
		return;
	}
	memmove(digits + 1, digits + 2, 14);
	snprintf(out, 32, "%s%.15s%.*s", number < 0 ? "-" : "", digits, exponent - 14, "0000000000");
}

/* A number of days since the epoch of the book as a day; false: it is none. `shown` is what a format without a year shows. */
static bool
day_text(const struct xlsx_book *book, double serial, const struct xlsx_format *format, char out[32], char shown[32])
{
	double days = floor(serial);
	int64_t day = (int64_t)days;
	char date[11];
	int minutes;

	if (!(serial >= 0 && serial < 2958466)) /* 9999-12-31 */
		return false;
	if (book->from_1904)
		day += 1462;
	else if (day < 60)
		day++; /* they count a day that never was, 1900-02-29 */
	clock_date((day - 25569) * 86400, date);
	minutes = (int)((serial - days) * 1440 + 0.5);
	if (days < 1 && !format->has_day) {
		snprintf(out, 32, "%02d:%02d", minutes / 60 % 24, minutes % 60);
		strcpy(shown, out);
		return true;
	}
	strcpy(out, date);
	strcpy(shown, date);
	if (!format->has_year && format->has_day)
		snprintf(shown, 32, "%d月%d日", atoi(date + 5), atoi(date + 8));
	else if (format->has_time)
		snprintf(shown, 32, "%s %02d:%02d", date, minutes / 60 % 24, minutes % 60);
	return true;
}

static enum status
set_number(struct xlsx_input *xlsx, const char *text)
{
	const struct xlsx_format *format = xlsx_book_format(xlsx->book, xlsx->style);
	char *end, out[32], shown[32];
	double number = strtod(text, &end);
	enum table_cell_kind kind = TABLE_CELL_NUMBER;

	if (end == text || *end || !isfinite(number)) {
		xlsx_stop_damaged(xlsx);
		return STATUS_INVALID;
	}
	if (format->is_date && day_text(xlsx->book, number, format, out, shown))
		return table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_DATE, out, shown, xlsx->err);
	number_text(number, out);
	strcpy(shown, out);
	if (fabs(number) >= 1e15) {
		kind = TABLE_CELL_LOST;
		snprintf(out, sizeof(out), "%.14E",
			 number); /* whatever its format: a table to correct that has this text is refused again */
	} else if (format->zeros && number >= 0 && number == floor(number)) {
		snprintf(shown, sizeof(shown), "%0*.0f", (int)format->zeros, number); /* 0012 is kept as 12 */
		strcpy(out, shown);
	}
	return table_filler_set(&xlsx->filler, xlsx->column, kind, out, shown, xlsx->err);
}

void
xlsx_cell_set(struct xlsx_input *xlsx)
{
	const char *text = buf_text(&xlsx->value);
	enum status status = STATUS_OK;
	char *plain = NULL;

	if (xlsx->has_formula && !xlsx->has_value) {
		plain = mem_printf("=%s", buf_text(&xlsx->formula));
		status = table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_FORMULA, plain, NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "s") == 0 && xlsx->value.len) {
		char *end;
		unsigned long index = strtoul(text, &end, 10);
		const char *shared = *end ? NULL : xlsx_book_text(xlsx->book, index);

		if (!shared) {
			xlsx_stop_damaged(xlsx);
			return;
		}
		status = table_filler_set(&xlsx->filler, xlsx->column, table_kind_of_text(shared), shared, NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "str") == 0 || strcmp(xlsx->type, "inlineStr") == 0) {
		plain = xlsx_text_decode(text);
		status = table_filler_set(&xlsx->filler, xlsx->column, table_kind_of_text(plain), plain, NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "e") == 0 && xlsx->value.len) {
		status = table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_ERROR, text, NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "b") == 0 && xlsx->value.len) {
		status = table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_TEXT, *text == '1' ? "TRUE" : "FALSE", NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "d") == 0 && xlsx->value.len) {
		plain = mem_strndup(text, 10);
		status = table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_DATE, plain, text, xlsx->err);
	} else if (xlsx->value.len) {
		status = set_number(xlsx, text);
	}
	free(plain);
	if (status)
		xlsx_stop(xlsx, status);
}
