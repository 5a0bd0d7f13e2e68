#ifndef TABLE_XLSX_FORMAT_H
#define TABLE_XLSX_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

/* The formats of numbers in an XLSX file: which of them show a date or a time, and which fill up with zeros. Internal to `table`. */

struct xlsx_format {
	bool is_date, has_year, has_day, has_time;
	size_t zeros; /* of a format "0000": digits, filled up with zeros; 0: another format */
};

struct xlsx_format xlsx_format_of_code(const char *code);
/* Of a number that every spreadsheet knows without a code. */
struct xlsx_format xlsx_format_of_number(unsigned long id);

#endif
