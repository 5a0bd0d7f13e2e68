#ifndef APP_TABLE_REPORT_H
#define APP_TABLE_REPORT_H

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/division.h"

/* The pack's reports, in every format from one definition. Each says which area and which file it counts, and which villages are not in it: above the
 * table, and in CSV behind its last row. */

enum app_format { APP_FORMAT_TEXT, APP_FORMAT_CSV, APP_FORMAT_XLSX, APP_FORMAT_PDF, APP_FORMAT_HTML, APP_FORMAT_COUNT };
const char *app_format_name(enum app_format format); /* "text", "csv" ... */
bool app_format_is_binary(enum app_format format);   /* no terminal shows it */
bool app_format_has_parts(enum app_format format);   /* one file of it may hold several tables */
enum app_encoding { APP_UTF8, APP_UTF8_BOM, APP_GB18030 };
struct report_heading {
	size_t from, count; /* lines of a text */
};
struct app_report {
	const char *name, *area;
	const char *office; /* a choice of the report's list of offices, by code or label; NULL: all of them */
	const char *since;  /* YYYY-MM-DD: the day that it is compared with; NULL: none */
	const char *date;   /* YYYY-MM-DD: the day it is asked for; NULL: today. A day that is past: as the register stood then */
	enum app_format format;
	enum app_encoding encoding;
	/* XLSX and PDF: for each division of this level a sheet, or pages, of its own, behind one that sums them; DIVISION_ALL: one table */
	enum division_level by;
	const char *lang;
	const char *folder;		/* that it is saved in; NULL: beside the workspace */
	struct report_heading *heading; /* as text: is told where the columns' labels stand; NULL: nobody asks */
};
/* A report that the pack has. */
struct app_report_known {
	const char *name, *title;
	bool is_private, for_offices; /* made for one person; for one office or all */
};
/* All of them, in the pack's order. NOT_FOUND: no pack is in force. */
MUST_CHECK enum status app_report_each(const struct app *app, const char *lang, void (*visit)(const struct app_report_known *, void *),
				       void *ctx, struct err *err);
struct report;
bool report_tells_change(const struct report *report);		     /* has it a column of what changed since a day to compare with? */
bool app_report_is_private(const struct app *app, const char *name); /* made for one person, who opens what is private in it */
/* DENIED: it holds what is private, and nobody is unlocked whose keys open all of it. NOT_FOUND: no such report, no such area, nothing of that area is in this file, or no county receipt of a day that is past.
 * INVALID: it is asked for by division in a format that has no parts, its area has no such divisions, or its parts do not come to the whole. */
MUST_CHECK enum status app_report(struct app *app, const struct app_report *report, struct buf *out, struct err *err);
/* Has the file the name under which a report of an area is saved? It is taken for no roster then, unless somebody chooses it. */
bool app_report_names(const struct app *app, const char *path);
/* May a report be written there? As app_report_write answers. */
MUST_CHECK enum status app_report_may_write(const char *path, bool replace, struct err *err);
/* Writes what app_report made. CONFLICT, with nothing changed, when something is there: a workspace, a file from a stick or a key whatever
 * `replace` says, an older report without it. */
MUST_CHECK enum status app_report_write(const char *path, const struct buf *report, unsigned mode, bool replace, struct err *err);
/* The same in the folder that is asked for, under a name of its own that says which area it is of; *path: the caller's to free. */
MUST_CHECK enum status app_report_save(struct app *app, const struct app_report *ask, const struct buf *report, char **path,
				       struct err *err);
/* The path of a report that is saved, without its ending; the caller frees. */
char *app_report_stem(const struct app *app, const struct app_report *ask);

#endif
