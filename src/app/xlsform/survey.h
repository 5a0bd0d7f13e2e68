#ifndef APP_XLSFORM_SURVEY_H
#define APP_XLSFORM_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "form/pack.h"

/* A survey of XLSForm as a form of a pack can hold it: its questions under names that a pack may use, its choices, its name; and what did not come over. */

#define SURVEY_NONE SIZE_MAX

struct survey_item {
	char *name, *theirs; /* in the pack, and in the survey */
	enum field_type type;
	size_t parent; /* the group or repeat it stands in; SURVEY_NONE: none */
	size_t row;    /* in the sheet, from 1 */
	char *list;    /* select_*: by its name in the pack; NULL: none */
	struct label label, hint, message;
	bool required;
	/* As SQL; NULL: none. */
	char *relevant, *constraint, *calculation, *initial, *choices;
	bool has_range;
	double least, greatest;
	size_t values; /* of a group or repeat: how many questions, notes apart, came over in it */
};

struct survey_choice {
	char *name, *theirs;
	struct label label;
	char **values; /* column_count, NULL: none */
};

struct survey_list {
	char *name, *theirs;
	char **columns; /* further ones, by the name that both have */
	size_t column_count;
	struct survey_choice *choices;
	size_t choice_count;
};

/* What did not come over. */
struct survey_lost {
	const char *sheet; /* for good */
	size_t row;	   /* from 1 */
	char *said;	   /* the line: sheet, row, column, and why */
};

struct survey {
	char *name; /* of the form */
	struct label title;
	struct survey_item *items;
	size_t count, cap;
	struct survey_list *lists;
	size_t list_count;
	struct survey_lost *lost; /* in the order of sheets and rows */
	size_t lost_count;
};

/* Reads an XLSX file of the sheets survey, choices and settings. INVALID: it is no survey. What cannot be carried is noted, and all else is
 * there. The caller releases it, also then: what was noted may say why. */
MUST_CHECK enum status survey_read(const char *path, struct survey *out, struct err *err);
void survey_release(struct survey *survey);

/* Notes what does not come over. */
void survey_lose(struct survey *survey, const char *sheet, size_t row, const char *column, const char *fmt, ...) PRINTF_FMT(5, 6);
/* By the name in the survey; NULL: none. */
const struct survey_item *survey_find(const struct survey *survey, const char *theirs);

#endif
