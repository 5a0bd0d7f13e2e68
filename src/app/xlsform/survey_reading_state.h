#ifndef APP_XLSFORM_SURVEY_STATE_H
#define APP_XLSFORM_SURVEY_STATE_H

#include "app/xlsform/sheet.h"
#include "app/xlsform/survey.h"

/* Internal to the reading of a survey (survey, survey_read, survey_formulas). */

#define OPEN_MAX 20
/* Names that the pack around the form has. */
#define SURVEY_ROOT "surveyed_place"
#define SURVEY_PLACE "listed_village"
#define SURVEY_CALLED "listed_name"

/* A row as it was written, for its expressions. */
struct raw {
	size_t at;	 /* in the sheet */
	char *condition; /* of groups that did not come over with it; NULL: none */
};

/* A group or repeat that has not ended. */
struct open_group {
	bool repeat, skipping;
	size_t parent;	 /* before it */
	char *condition; /* before it */
};

struct survey_reading {
	struct survey *survey;
	struct sheet_rows sheet; /* survey */
	struct raw *raws;	 /* an item each */
	struct open_group opened[OPEN_MAX];
	size_t depth, skipped; /* skipped: how many of these, with all in them, stay behind */
	size_t parent;
	char *condition;
};

/* The rows of the sheet as items. INVALID: groups do not end as they begin. */
MUST_CHECK enum status survey_read_rows(struct survey_reading *reading, struct err *err);
/* Their expressions, and what else of a row does not come over. */
void survey_read_formulas(struct survey_reading *reading);
/* A name of small letters, digits and _; `otherwise` stands before what does not begin with a letter. Caller frees. */
char *survey_plain_name(const char *text, const char *otherwise);
/* What a row says in a column and in its languages ("label::English (en)"). */
void survey_label(const struct sheet_rows *sheet, size_t row, const char *column, struct label *out);
/* Notes the columns of a sheet that are in languages which a pack does not speak. */
void survey_lose_languages(struct survey *survey, const struct sheet_rows *sheet, const char *name);

#endif
