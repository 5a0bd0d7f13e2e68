#ifndef APP_TABLE_DUMP_STATE_H
#define APP_TABLE_DUMP_STATE_H

#include "app/table/dump.h"
#include "app/table/report_day.h"
#include "app/table/report_private.h"
#include "app/table/sift_sql.h"
#include "table/write/writer.h"

/* A dump while it is written. Internal to the folder. */

struct dump_column {
	char *name, *label;
	enum table_kind kind;
	bool is_id; /* an ID number, which may be masked */
};

struct dumping {
	struct app *app;
	const struct app_dump *dump;
	const struct pack *pack;
	struct report_day day;
	struct opened_house house;
	struct report_private opened;
	struct table_writer *book; /* of XLSX */
	/* the table that is written */
	const char *table;
	const struct field *repeat;
	struct dump_column *columns;
	size_t column_count, column_cap, row;
	struct sift sift; /* names the private columns */
	bool private_columns;
	struct buf sql, line;
	bool failed; /* the writer failed */
	size_t written, left_out;
};

void dump_add_column(struct dumping *dumping, const char *name, const char *label, const struct field *field);
void dump_forget_columns(struct dumping *dumping);
/* Runs dumping->sql, of which each column of dumping->columns is one, writes the rows, and makes ready for the next table. */
MUST_CHECK enum status dump_run(struct dumping *dumping, struct err *err);
MUST_CHECK enum status dump_steps(struct dumping *dumping, struct err *err);
MUST_CHECK enum status dump_places(struct dumping *dumping, struct err *err);

#endif
